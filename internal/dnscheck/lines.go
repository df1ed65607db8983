// SPDX-License-Identifier: MPL-2.0

package dnscheck

import (
	"fmt"
	"slices"
	"strings"

	"github.com/domainverify/terraform-provider-domainverify/internal/displaytext"
	"github.com/domainverify/terraform-provider-domainverify/internal/dnsquery"
)

// Lines tell a person what each server said, one line per server address:
//
//	ns1.example.net (192.0.2.1): no TXT record at acme.test
func (r Report) Lines() []string {
	answers, rest := listable(r.Servers)
	lines := make([]string, 0, len(answers))
	for _, a := range answers {
		lines = append(lines, displaytext.Escape(dnsquery.ServerLabel(a.Name, a.Address)+": "+a.sentence(r)))
	}
	if rest > 0 {
		lines = append(lines, fmt.Sprintf("%d more answers are not listed.", rest))
	}
	return append(lines, r.Unasked.Lines()...)
}

// GroupedLines are Lines with one line for all servers that say the same:
//
//	ns1.example.net (192.0.2.1), ns2.example.net (192.0.2.2): no TXT record at acme.test
func (r Report) GroupedLines() []string {
	answers, rest := listable(r.Servers)
	var said []string
	servers := map[string][]string{}
	for _, a := range answers {
		sentence := a.sentence(r)
		if !slices.Contains(said, sentence) {
			said = append(said, sentence)
		}
		servers[sentence] = append(servers[sentence], dnsquery.ServerLabel(a.Name, a.Address))
	}
	lines := make([]string, 0, len(said))
	for _, sentence := range said {
		lines = append(lines, displaytext.Escape(strings.Join(servers[sentence], ", ")+": "+sentence))
	}
	if rest > 0 {
		lines = append(lines, fmt.Sprintf("%d more answers are not listed.", rest))
	}
	return append(lines, r.Unasked.Lines()...)
}

// escaped makes findings safe to show, whatever a name server put into them.
func escaped(findings []Finding) []Finding {
	for i := range findings {
		findings[i].Sentence = displaytext.Escape(findings[i].Sentence)
		findings[i].Fix = displaytext.Escape(findings[i].Fix)
	}
	return findings
}

func (a ServerAnswer) sentence(r Report) string {
	at := fmt.Sprintf("%s record at %s", r.Type, a.Owner)
	if a.CNAME != "" {
		at += " (CNAME to " + a.CNAME.String() + ")"
	}
	switch a.Verdict {
	case Present:
		if r.Expected == "" {
			return at + ": " + quoted(a.Values)
		}
		return "has the expected " + at
	case Different:
		return fmt.Sprintf("%s is %s, not %s", at, quoted(nearestFirst(a.Values, r.Expected)), quote(r.Expected))
	case Absent:
		return a.absence(at)
	case Unchecked:
		return fmt.Sprintf("%s was not checked: %v", at, a.Err)
	case Refused:
		if a.recursive {
			return fmt.Sprintf("is a resolver, and refused to be asked as a name server of %s", a.Owner)
		}
		return "refused the query for " + a.Owner.String()
	case Lame:
		if a.recursive {
			return fmt.Sprintf("is a resolver, and not authoritative for %s", a.Owner)
		}
		return fmt.Sprintf("is not authoritative for %s, although it is listed as a name server", a.Owner)
	case Failed:
		return fmt.Sprintf("answered %s for %s", a.Rcode, a.Owner)
	}
	if _, silent := a.Err.(*dnsquery.TimeoutError); silent { //nolint:errorlint // wrapped, it is part of a longer story
		return a.Err.Error()
	}
	if _, denies := a.Err.(*dnsquery.DenialError); denies { //nolint:errorlint // only a resolver's own answer is one
		return "is not used: it " + a.Err.Error()
	}
	if _, refused := a.Err.(*PrivateAddressError); refused { //nolint:errorlint // as above
		return a.Err.Error()
	}
	if family := dnsquery.NoRoute(a.Err, a.Address); family == dnsquery.IPv6 {
		return fmt.Sprintf("no answer: this machine has no %s route to it (%v)", family, a.Err)
	}
	if _, unpaid := a.Err.(*dnsquery.BudgetError); unpaid { //nolint:errorlint // as above
		return a.Err.Error()
	}
	return fmt.Sprintf("no answer: %v", a.Err)
}

func (a ServerAnswer) absence(at string) string {
	switch {
	case a.Err != nil:
		return fmt.Sprintf("no %s: %v", at, a.Err)
	case a.Rcode == "NXDOMAIN" && a.CNAME != "":
		return fmt.Sprintf("no %s (NXDOMAIN: there is no %s)", at, a.CNAME)
	case a.Rcode == "NXDOMAIN":
		return fmt.Sprintf("no %s (NXDOMAIN: there is no such name)", at)
	}
	return "no " + at
}
