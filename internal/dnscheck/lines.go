// SPDX-License-Identifier: MPL-2.0

package dnscheck

import (
	"fmt"
	"strconv"
)

// Lines tell a person what each server said, one line per server address:
//
//	ns1.example.net (192.0.2.1): no TXT record at acme.test
func (r Report) Lines() []string {
	answers, rest := listable(r.Servers)
	lines := make([]string, 0, len(answers))
	for _, a := range answers {
		lines = append(lines, serverLabel(a.Name, a.Address)+": "+a.sentence(r))
	}
	if rest > 0 {
		lines = append(lines, fmt.Sprintf("%d more answers are not listed.", rest))
	}
	return append(lines, r.Unasked.Lines()...)
}

func serverLabel(name, address string) string {
	if address == "" || address == name {
		return name
	}
	return name + " (" + address + ")"
}

func (a ServerAnswer) sentence(r Report) string {
	at := fmt.Sprintf("%s record at %s", r.Type, a.Owner)
	if a.CNAME != "" {
		at += " (CNAME to " + a.CNAME + ")"
	}
	switch a.Verdict {
	case Present:
		if r.Expected == "" {
			return at + ": " + quoted(a.Values)
		}
		return "has the expected " + at
	case Different:
		return fmt.Sprintf("%s is %s, not %s", at, quoted(nearestFirst(a.Values, r.Expected)), strconv.Quote(r.Expected))
	case Absent:
		return a.absence(at)
	case Refused:
		return "refused the query for " + a.Owner
	case Lame:
		return fmt.Sprintf("is not authoritative for %s, although it is listed as a name server", a.Owner)
	case Failed:
		return fmt.Sprintf("answered %s for %s", a.Rcode, a.Owner)
	}
	if _, silent := a.Err.(*silenceError); silent { //nolint:errorlint // wrapped, it is part of a longer story
		return a.Err.Error()
	}
	if _, denies := a.Err.(*denialError); denies { //nolint:errorlint // only a resolver's own answer is one
		return "is not used: it " + a.Err.Error()
	}
	if _, refused := a.Err.(*PrivateAddressError); refused { //nolint:errorlint // as above
		return a.Err.Error()
	}
	if _, unpaid := a.Err.(budgetError); unpaid { //nolint:errorlint // as above
		return a.Err.Error()
	}
	return fmt.Sprintf("no answer: %v", a.Err)
}

func (a ServerAnswer) absence(at string) string {
	switch {
	case a.Err != nil:
		return fmt.Sprintf("no %s: %v", at, a.Err)
	case a.Rcode == "NXDOMAIN":
		return fmt.Sprintf("no %s (NXDOMAIN: there is no such name)", at)
	}
	return "no " + at
}
