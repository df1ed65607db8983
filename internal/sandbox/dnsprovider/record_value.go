// SPDX-License-Identifier: MPL-2.0

package dnsprovider

import (
	"errors"
	"fmt"
	"strings"

	"github.com/miekg/dns"
)

const (
	maxString = 255     // octets in one character-string of a TXT record (RFC 1035 section 3.3)
	maxText   = 1 << 15 // octets of one TXT record; a message has 65535 and carries other records too
)

// recordSet is one RRset as DNS has it. Owner and zone are canonical, without the trailing dot.
type recordSet struct {
	zone, owner, rrtype string
	records             []dns.RR
}

func (s recordSet) id() string { return s.zone + "/" + s.owner + "/" + s.rrtype }

// parseValue makes a record of what a user writes: plain text for TXT, presentation format for every other type.
func parseValue(owner, rrtype string, ttl uint32, value string) (dns.RR, error) {
	if rrtype == "TXT" {
		return textRecord(owner, ttl, value)
	}
	if strings.TrimSpace(value) == "" || strings.ContainsAny(value, "\r\n") {
		return nil, fmt.Errorf("%q is empty or has a line break, which %s data cannot have", value, rrtype)
	}
	rr, err := dns.NewRR(fmt.Sprintf("%s %d IN %s %s", dns.Fqdn(owner), ttl, rrtype, value))
	if err != nil {
		return nil, fmt.Errorf("%q is not data of type %s: %w", value, rrtype, err)
	}
	return rr, nil
}

// textRecord goes through the wire form, because the library keeps strings in escaped presentation form and a value
// is plain text, quotes and backslashes included.
func textRecord(owner string, ttl uint32, value string) (dns.RR, error) {
	var data []byte
	for rest := []byte(value); ; {
		n := min(len(rest), maxString)
		data = append(append(data, byte(n)), rest[:n]...)
		if rest = rest[n:]; len(rest) == 0 {
			break
		}
	}
	if len(data) > maxText {
		return nil, errors.New("the value is too long for a DNS message")
	}
	header := dns.RR_Header{Name: dns.Fqdn(owner), Rrtype: dns.TypeTXT, Class: dns.ClassINET, Ttl: ttl, Rdlength: uint16(len(data))}
	rr, _, err := dns.UnpackRRWithHeader(header, data, 0)
	if err != nil {
		return nil, fmt.Errorf("make a TXT record of %q: %w", value, err)
	}
	return rr, nil
}

// formatValue is the inverse of parseValue. TXT strings are joined without anything between them.
func formatValue(rr dns.RR) (string, error) {
	if rr.Header().Rrtype != dns.TypeTXT {
		return strings.TrimPrefix(rr.String(), rr.Header().String()), nil
	}
	wire := make([]byte, dns.Len(rr))
	end, err := dns.PackRR(rr, wire, 0, nil, false)
	if err != nil {
		return "", fmt.Errorf("read the TXT record of %s: %w", rr.Header().Name, err)
	}
	var text strings.Builder
	for at := dns.Len(rr.Header()); at < end; at += 1 + int(wire[at]) {
		text.Write(wire[at+1 : at+1+int(wire[at])])
	}
	return text.String(), nil
}

// values shows the records as the user wrote them where he did: "mail.acme.test" stays without its trailing dot
// although the server says it with one. Anything else would be a difference in every plan.
func (s recordSet) values(written []string) ([]string, error) {
	var values []string
	for _, rr := range s.records {
		known := false
		for _, value := range written {
			same, err := parseValue(s.owner, s.rrtype, 0, value)
			if err == nil && dns.IsDuplicate(same, rr) {
				values, known = append(values, value), true
			}
		}
		if known {
			continue
		}
		value, err := formatValue(rr)
		if err != nil {
			return nil, err
		}
		values = append(values, value)
	}
	return values, nil
}
