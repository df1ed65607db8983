// SPDX-License-Identifier: MPL-2.0

package dnssim

import (
	"errors"
	"fmt"

	"github.com/miekg/dns"
)

// editedTTL is the TTL of records made by SetTXT, in seconds.
const editedTTL = 60

// SetTXT makes values the whole TXT RRset of an owner name, one record each; no values remove it. The name is
// absolute, with or without the trailing dot; "" and "@" mean the zone itself. A value is plain octets and is cut into
// strings of 255 where it is longer.
func (w *World) SetTXT(zoneName, name string, values ...string) error {
	origin := dns.CanonicalName(zoneName)
	owner := dns.CanonicalName(name)
	if name == "" || name == "@" {
		owner = origin
	}
	if !dns.IsSubDomain(origin, owner) {
		return fmt.Errorf("set TXT of %q: the name is not in zone %q", name, zoneName)
	}
	var rrs []dns.RR
	for _, value := range values {
		rr, err := newTXT(owner, editedTTL, value)
		if err != nil {
			return err
		}
		rrs = append(rrs, rr)
	}
	err := w.zones.edit(origin, func(z *zone) (bool, error) {
		removed := z.removeRRset(owner, dns.TypeTXT)
		added, err := z.add(rrs...)
		return removed || added, err
	})
	if err != nil {
		return fmt.Errorf("set TXT of %q in zone %q: %w", name, zoneName, err)
	}
	return nil
}

// AddRR adds one record in presentation format ("www.acme.test. 60 IN A 192.0.2.7") to the deepest zone that holds its
// name. An NS record below the apex delegates that name.
func (w *World) AddRR(rr string) error {
	parsed, err := dns.NewRR(rr)
	if err != nil || parsed == nil {
		return fmt.Errorf("add record %q: not in presentation format: %w", rr, err)
	}
	origin := w.zones.origin(dns.CanonicalName(parsed.Header().Name))
	if err := w.zones.edit(origin, func(z *zone) (bool, error) { return z.add(parsed) }); err != nil {
		return fmt.Errorf("add record %q: %w", rr, err)
	}
	return nil
}

// RemoveRRset removes all records of a type ("TXT") at an absolute name; none there is no error.
func (w *World) RemoveRRset(name, rrtype string) error {
	number, known := dns.StringToType[rrtype]
	if !known {
		return fmt.Errorf("remove RRset %s of %q: no such type", rrtype, name)
	}
	owner := dns.CanonicalName(name)
	err := w.zones.edit(w.zones.origin(owner), func(z *zone) (bool, error) {
		if z.keepsZoneAlive(owner, number) {
			return false, errors.New("a zone cannot be without it")
		}
		return z.removeRRset(owner, number), nil
	})
	if err != nil {
		return fmt.Errorf("remove RRset %s of %q: %w", rrtype, name, err)
	}
	return nil
}

// Records lists what the primary has in a zone, in presentation format, sorted, without the SOA and NS of the apex.
// A zone that is not served has none.
func (w *World) Records(zone string) []string {
	origin := dns.CanonicalName(zone)
	if z := w.zones.find(primaryName, origin); z != nil && z.origin == origin {
		return z.records()
	}
	return nil
}

// SetDelegation makes the parent server delegate a zone to these hosts ("ns1.elsewhere.test") instead of the world's
// own; no hosts take the delegation away, as for a domain that was never registered or has expired. The zone itself
// stays on the authoritative servers. Delegations between the world's own zones are changed with AddRR and RemoveRRset.
func (w *World) SetDelegation(zoneName string, hosts ...string) error {
	child := dns.CanonicalName(zoneName)
	var servers []dns.RR
	for _, host := range hosts {
		servers = append(servers, &dns.NS{Hdr: header(child, dns.TypeNS, infrastructureTTL), Ns: dns.CanonicalName(host)})
	}
	err := w.delegations.edit(w.delegations.origin(labelAbove(child)), func(z *zone) (bool, error) {
		if child == z.origin {
			return false, errors.New("nothing is above it")
		}
		z.removeRRset(child, dns.TypeNS)
		_, err := z.add(servers...)
		return true, err
	})
	if err != nil {
		return fmt.Errorf("set delegation of %q: %w", zoneName, err)
	}
	return nil
}

const maxString = 255 // octets in one character-string (RFC 1035 section 3.3)

// newTXT goes through the wire form, because the library keeps strings in escaped presentation form.
func newTXT(owner string, ttl uint32, value string) (dns.RR, error) {
	var rdata []byte
	for rest := value; ; {
		n := min(len(rest), maxString)
		rdata = append(append(rdata, byte(n)), rest[:n]...)
		if rest = rest[n:]; rest == "" {
			break
		}
	}
	if len(rdata) > dns.MaxMsgSize {
		return nil, fmt.Errorf("make TXT record of %q: %d octets do not fit in a message", owner, len(value))
	}
	h := header(owner, dns.TypeTXT, ttl)
	h.Rdlength = uint16(len(rdata))
	rr, _, err := dns.UnpackRRWithHeader(h, rdata, 0)
	if err != nil {
		return nil, fmt.Errorf("make TXT record of %q: %w", owner, err)
	}
	return rr, nil
}

// joined is the value of a TXT record: its strings without anything between them, as plain octets.
func joined(txt *dns.TXT) (string, error) {
	wire := make([]byte, dns.Len(txt))
	end, err := dns.PackRR(txt, wire, 0, nil, false)
	if err != nil {
		return "", fmt.Errorf("read TXT record of %q: %w", txt.Hdr.Name, err)
	}
	var value []byte
	for at := dns.Len(&txt.Hdr); at < end; at += 1 + int(wire[at]) {
		value = append(value, wire[at+1:at+1+int(wire[at])]...)
	}
	return string(value), nil
}
