// SPDX-License-Identifier: MPL-2.0

package dnscheck

import (
	"fmt"

	"github.com/miekg/dns"
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

// Question is what to look for. Name is an A-label name, with or without the
// final dot. With Expected empty, any record of the type counts as present.
type Question struct {
	Name     string
	Type     Type
	Expected string
}

func (q Question) owner() (string, error) {
	if q.Type != TXT && q.Type != CNAME {
		return "", fmt.Errorf("record type %q of %q cannot be checked: use %q or %q", q.Type, q.Name, TXT, CNAME)
	}
	return ownerName(q.Name)
}
