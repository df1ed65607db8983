// SPDX-License-Identifier: MPL-2.0

package dnscheck

import (
	"fmt"

	"github.com/miekg/dns"

	"github.com/domainverify/terraform-provider-domainverify/internal/dnsquery"
)

// Type is the type of a record.
type Type string

const (
	// TXT values are compared octet for octet after their character-strings are
	// joined; a CNAME at the owner name is followed.
	TXT Type = "TXT"
	// CNAME values are host names, compared without regard to case or a final dot;
	// they are not followed.
	CNAME Type = "CNAME"
)

func (t Type) wire() uint16 {
	if t == CNAME {
		return dns.TypeCNAME
	}
	return dns.TypeTXT
}

// maxValue is what one TXT record holds: 65,535 octets of data, of which each
// character-string of at most 255 takes one for its length (RFC 1035 §3.3.14).
const maxValue = 65535 - 256

// Question is what to look for. Name is an A-label name, with or without the
// final dot. With Expected empty, any record of the type counts as present. A TXT
// value over 255 octets is one record of several character-strings, which are
// compared as one; up to 65,279 octets fit.
type Question struct {
	Name     string
	Type     Type
	Expected string
}

func (q Question) owner() (dnsquery.FQDN, error) {
	if q.Type != TXT && q.Type != CNAME {
		return "", fmt.Errorf("record type %q of %q cannot be checked: use %q or %q", q.Type, q.Name, TXT, CNAME)
	}
	if err := q.publishable(); err != nil {
		return "", err
	}
	return dnsquery.ParseFQDN(q.Name)
}

// publishable: a value that no record can have would be waited for in vain.
func (q Question) publishable() error {
	if q.Type == TXT && len(q.Expected) > maxValue {
		return &ValueError{Name: q.Name, Reason: fmt.Sprintf("it has %d octets, a TXT record holds at most %d (RFC 1035 §3.3.14)", len(q.Expected), maxValue)}
	}
	if q.Type == CNAME && q.Expected != "" {
		if _, err := dnsquery.ParseFQDN(q.Expected); err != nil {
			return &ValueError{Name: q.Name, Reason: err.Error()}
		}
	}
	return nil
}
