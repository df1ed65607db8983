// SPDX-License-Identifier: MPL-2.0

package dnssim

import (
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
	var blocked bool
	found := w.zones.edit(origin, func(z *zone) bool {
		changed := z.removeRRset(owner, dns.TypeTXT)
		for _, rr := range rrs {
			blocked = blocked || z.cnameConflict(owner, dns.TypeTXT)
			changed = z.put(rr) || changed
		}
		return changed
	})
	if !found {
		return fmt.Errorf("set TXT of %q: zone %q is not served", name, zoneName)
	}
	if blocked {
		return fmt.Errorf("set TXT of %q: the name is an alias, which excludes other records", name)
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
	h := parsed.Header()
	owner := dns.CanonicalName(h.Name)
	z := w.zones.find(primaryName, owner)
	if z == nil {
		return fmt.Errorf("add record %q: no zone of the world holds its name", rr)
	}
	blocked := false
	w.zones.edit(z.origin, func(z *zone) bool {
		blocked = z.cnameConflict(owner, h.Rrtype)
		return z.put(parsed)
	})
	if blocked {
		return fmt.Errorf("add record %q: an alias and other records exclude each other at one name", rr)
	}
	return nil
}

// RemoveRRset removes all records of a type ("TXT") at an absolute name; none there is no error.
func (w *World) RemoveRRset(name, rrtype string) error {
	number, known := dns.StringToType[rrtype]
	owner := dns.CanonicalName(name)
	z := w.zones.find(primaryName, owner)
	switch {
	case !known:
		return fmt.Errorf("remove RRset %s of %q: no such type", rrtype, name)
	case z == nil:
		return fmt.Errorf("remove RRset %s of %q: no zone of the world holds the name", rrtype, name)
	case z.keepsZoneAlive(owner, number):
		return fmt.Errorf("remove RRset %s of %q: a zone cannot be without it", rrtype, name)
	}
	w.zones.edit(z.origin, func(z *zone) bool { return z.removeRRset(owner, number) })
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
