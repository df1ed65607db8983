// SPDX-License-Identifier: MPL-2.0

package dnssim

import (
	"fmt"

	"github.com/miekg/dns"
)

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
