// SPDX-License-Identifier: MPL-2.0

package dnscheck

import (
	"fmt"
	"slices"
	"strings"

	"github.com/domainverify/terraform-provider-domainverify/internal/displaytext"
	"github.com/domainverify/terraform-provider-domainverify/internal/dnscheck/delegation"
	"github.com/domainverify/terraform-provider-domainverify/internal/dnscheck/recordvalue"
	"github.com/domainverify/terraform-provider-domainverify/internal/dnsquery"
)

// maxLines is how many answers a report lists; the others are counted.
const maxLines = 40

// Lines gives the answer of each server for people to read, one line for each
// server address:
//
//	ns1.example.net (192.0.2.1): no TXT record at acme.test
func (r Report) Lines() []string { return r.lines(false) }

// GroupedLines are Lines with one line for all servers with the same answer:
//
//	ns1.example.net (192.0.2.1), ns2.example.net (192.0.2.2): no TXT record at acme.test
func (r Report) GroupedLines() []string { return r.lines(true) }

func (r Report) lines(grouped bool) []string {
	answers, rest := listable(r.Servers)
	var sentences []string
	var servers [][]string // by sentence
	for _, a := range answers {
		sentence, at := a.sentence(r), -1
		if grouped {
			at = slices.Index(sentences, sentence)
		}
		if at < 0 {
			at = len(sentences)
			sentences, servers = append(sentences, sentence), append(servers, nil)
		}
		servers[at] = append(servers[at], dnsquery.ServerLabel(a.Name, a.Address))
	}
	lines := make([]string, 0, len(sentences))
	for at, sentence := range sentences {
		lines = append(lines, displaytext.Escape(strings.Join(servers[at], ", ")+": "+sentence))
	}
	if rest > 0 {
		lines = append(lines, fmt.Sprintf("%d more answers are not listed.", rest))
	}
	return append(lines, r.Unasked.Lines()...)
}

// listable chooses the answers of a long report to list, those without the record
// first, and counts the others.
func listable(answers []ServerAnswer) (some []ServerAnswer, rest int) {
	if rest = len(answers) - maxLines; rest <= 0 {
		return answers, 0
	}
	left := maxLines
	listed := make([]bool, len(answers))
	for _, present := range []bool{false, true} {
		for i, a := range answers {
			if (a.Verdict == Present) == present && left > 0 {
				listed[i] = true
				left--
			}
		}
	}
	for i, a := range answers {
		if listed[i] {
			some = append(some, a)
		}
	}
	return some, rest
}

func (a ServerAnswer) sentence(r Report) string {
	record := fmt.Sprintf("%s record at %s", r.Type, a.Owner)
	if a.CNAME != "" {
		record += " (CNAME to " + a.CNAME.String() + ")"
	}
	switch a.Verdict {
	case Present:
		if r.Expected == "" {
			return record + ": " + recordvalue.QuoteAll(a.Values)
		}
		return "has the expected " + record
	case Different:
		return fmt.Sprintf("%s is %s, not %s", record, recordvalue.QuoteAll(recordvalue.NearestFirst(a.Values, r.Expected)), recordvalue.Quote(r.Expected))
	case Absent:
		return a.absence(record)
	case Unchecked:
		return fmt.Sprintf("%s was not checked: %v", record, a.Err)
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
	return a.noAnswer()
}

func (a ServerAnswer) absence(record string) string {
	switch {
	case a.Err != nil:
		return fmt.Sprintf("no %s: %v", record, a.Err)
	case a.Rcode == "NXDOMAIN" && a.CNAME != "":
		return fmt.Sprintf("no %s (NXDOMAIN: there is no %s)", record, a.CNAME)
	case a.Rcode == "NXDOMAIN":
		return fmt.Sprintf("no %s (NXDOMAIN: there is no such name)", record)
	}
	return "no " + record
}

// noAnswer says why there is no answer. Only errors that are not wrapped are the
// whole reason.
func (a ServerAnswer) noAnswer() string {
	switch a.Err.(type) { //nolint:errorlint // see above
	case *dnsquery.TimeoutError, *delegation.PrivateAddressError, *dnsquery.BudgetError:
		return a.Err.Error()
	case *dnsquery.DenialError:
		return "is not used: it " + a.Err.Error()
	}
	if family := dnsquery.NoRoute(a.Err, a.Address); family == dnsquery.IPv6 {
		return fmt.Sprintf("no answer: this machine has no %s route to it (%v)", family, a.Err)
	}
	return fmt.Sprintf("no answer: %v", a.Err)
}
