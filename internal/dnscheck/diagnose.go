// SPDX-License-Identifier: MPL-2.0

package dnscheck

import (
	"context"
	"fmt"
	"slices"
	"sync"
	"sync/atomic"
	"time"

	"github.com/miekg/dns"

	"github.com/domainverify/terraform-provider-domainverify/internal/dnscheck/recordvalue"
	"github.com/domainverify/terraform-provider-domainverify/internal/dnsquery"
)

// Diagnose names why the record of a report is not seen, the most likely cause
// first; at least one cause when the report is not Published. Call it after a check
// that found the record missing: it sends at most MaxDiagnosisQueries queries (each
// repeated at most once, like any other). In mode Authoritative they go to servers
// of the zone alone, so that no resolver remembers the record as missing.
//
// For a published record that a service nevertheless does not see, Diagnose asks
// the resolvers whether its DNSSEC signatures are valid, and otherwise says until
// when an earlier absence may be cached, and whether the record is behind a CNAME; nil
// when nothing of this explains it.
//
// The error is the context's.
func (c *Client) Diagnose(ctx context.Context, r Report, h Hints) ([]Finding, error) {
	d := &diagnosis{client: c, report: r, hints: h, expected: recordvalue.NewExpected(r.Expected, h.Prefix, h.Suffix, h.OtherPrefixes)}
	counted, sent := dnsquery.WithBudget(ctx, maxPackets)
	findings := d.findings(counted)
	c.limiter.add(r.question(), int(sent.Sent()))
	if ctx.Err() != nil {
		return nil, fmt.Errorf("looking for the cause at %s: %w", r.Name, ctx.Err())
	}
	return escaped(findings), nil
}

// MaxDiagnosisQueries bounds the queries of one Diagnose: for every name at which
// the record could be by mistake, at two servers; to the servers from Hints; and for
// a missing CNAME those for the addresses in its place.
const MaxDiagnosisQueries = maxCandidates*serversPerCandidate + maxHintServers + addressQuestions

type diagnosis struct {
	client   *Client
	report   Report
	hints    Hints
	expected recordvalue.Expected
	// incomplete is set when no server answered for one of the candidates.
	incomplete atomic.Bool
}

func (d *diagnosis) findings(ctx context.Context) []Finding {
	r := d.report
	if r.Published() || (r.Mode == Recursive && r.failed()) {
		if bogus := d.bogus(ctx); len(bogus) > 0 {
			return bogus
		}
	}
	if r.Published() {
		return append(d.cachedAbsence(), r.behindAlias()...)
	}
	s := tallyOf(r.ownAnswers())
	if r.Mode == Recursive {
		if s.answering == 0 {
			return []Finding{r.resolversFailed()}
		}
		return d.recordCauses(ctx) // one resolver answered, whatever others did
	}
	problems := r.serverProblems()
	if s.answering == 0 {
		return append(problems, d.publishedElsewhere(ctx)...)
	}
	var causes []Finding
	switch {
	case s.worst == Present:
		// All that answer have it, but too few answer.
	case s.having > 0:
		causes = append(causes, d.withMistakes(r.inconsistentServers()))
	default:
		causes = d.recordCauses(ctx)
	}
	if !r.Quorum.answered(s) {
		return append(problems, causes...)
	}
	return append(causes, problems...)
}

func (d *diagnosis) recordCauses(ctx context.Context) []Finding {
	var aliased, flattened, misplaced, elsewhere []Finding
	var all sync.WaitGroup
	all.Go(func() { aliased = d.aliased(ctx) })
	all.Go(func() { flattened = d.flattened(ctx) })
	all.Go(func() { misplaced = d.misplaced(ctx) })
	all.Go(func() { elsewhere = d.publishedElsewhere(ctx) })
	all.Wait()
	causes := slices.Concat(d.mismatches(), aliased, flattened, misplaced, elsewhere)
	if len(causes) == 0 {
		causes = d.undelegated()
	}
	if len(causes) == 0 {
		causes = append(causes, d.report.missing(!d.incomplete.Load()))
	}
	for i := range causes {
		causes[i].Fix += d.whatIsRemembered()
	}
	return causes
}

// withMistakes adds what is wrong on the servers that do not have the record. Those of several
// DNS hosts are edited one by one, so that waiting does not correct it. An older token is what
// a server has before its transfer.
func (d *diagnosis) withMistakes(partly Finding) Finding {
	for _, f := range d.mismatches() {
		if f.Code != OlderToken {
			partly.Sentence += " " + f.Sentence
			partly.Fix += " If the zone is edited on each of them: " + f.Fix
		}
	}
	return partly
}

func (d *diagnosis) mismatches() []Finding {
	r := d.report
	found := d.expected.Findings(r.Name.String(), r.Values())
	if r.Type == CNAME && r.Expected != "" {
		target := dnsquery.Canonical(d.expected.Value).String()
		found = d.expected.TargetFindings(r.Name.String(), r.zoneName().String(), target, r.Values())
	}
	var findings []Finding
	for _, f := range found {
		findings = append(findings, Finding{Code: Code(f.Mistake), Sentence: f.Sentence, Fix: f.Fix})
	}
	return findings
}

// ask asks the servers that answered about the record, the next one only when the
// one before gives no answer; in mode Recursive the resolvers. It returns nil where
// none answers.
func (d *diagnosis) ask(ctx context.Context, q dnsquery.Query) *dns.Msg {
	if d.report.Mode == Recursive {
		reply, err := d.client.resolvers.Resolve(ctx, q)
		if err != nil {
			return nil
		}
		return reply.Message
	}
	for _, address := range d.report.answeringServers() {
		if reply, err := d.client.exchanger.Exchange(ctx, address, q); err == nil {
			return reply.Message
		}
	}
	return nil
}

// answeringServers gives host:port of servers that answered for Name.
func (r Report) answeringServers() []string {
	var addresses []string
	for _, a := range r.ownAnswers() {
		if address, err := dnsquery.Endpoint(a.Address); err == nil && a.Verdict.Answered() && len(addresses) < serversPerCandidate {
			addresses = append(addresses, address)
		}
	}
	return addresses
}

// cachedAbsence is the finding that resolvers may still have the absence of a
// published record in their caches.
func (d *diagnosis) cachedAbsence() []Finding {
	until := d.report.NegativeUntil()
	if !d.client.now().Before(until) {
		return nil
	}
	return []Finding{{
		Code:     AbsenceRemembered,
		Sentence: fmt.Sprintf("A resolver that asked for %s before it was published may answer until %s that it is missing.", d.report.Name, until.UTC().Format(time.RFC3339)),
		Fix:      "Wait until then. An earlier attempt at the service may give the same result.",
	}}
}

// missing is the finding that no server has the record. With candidatesSeen,
// servers answered for all names at which it could be by mistake.
func (r Report) missing(candidatesSeen bool) Finding {
	f := Finding{Code: RecordMissing, Fix: r.publishFix()}
	if values := r.Values(); len(values) > 0 {
		f.Sentence = fmt.Sprintf("%s has a %s record, but it does not resemble the expected one: %s.", r.Name, r.Type, recordvalue.QuoteList(recordvalue.NearestFirst(values, r.Expected)))
		if len(values) > 1 {
			f.Sentence = fmt.Sprintf("%s has %s records, but none that resembles the expected one: %s.", r.Name, r.Type, recordvalue.QuoteList(recordvalue.NearestFirst(values, r.Expected)))
		}
	} else {
		f.Sentence = fmt.Sprintf("There is no %s record at %s", r.Type, r.Name)
		if r.Expected != "" && candidatesSeen {
			f.Sentence += ", nor at any name where it is often published by mistake"
		}
		f.Sentence += "."
	}
	return r.withResolver(f)
}

// withResolver adds to a finding which resolver it is from: its answer may be an
// old one, and other resolvers may have a newer one.
func (r Report) withResolver(f Finding) Finding {
	if r.Mode != Recursive {
		return f
	}
	f.Sentence = fmt.Sprintf("According to the resolver %s: %s", r.answeringServer(), f.Sentence)
	return f
}

// whatIsRemembered says for how long a resolver may give an answer from before the fix.
func (d *diagnosis) whatIsRemembered() string {
	now := d.client.now()
	until := d.report.RememberedUntil(now)
	if !until.After(now) {
		return ""
	}
	return fmt.Sprintf(" If that is done already, the resolver may give its former answer until %s.", until.UTC().Format(time.RFC3339))
}

func (r Report) publishFix() string {
	if r.Expected == "" {
		return fmt.Sprintf("Publish a %s record at %s (host name %q in the zone %s).", r.Type, r.Name, r.hostName(), r.zoneName())
	}
	return fmt.Sprintf("Publish a %s record with the value %s at %s (host name %q in the zone %s).",
		r.Type, recordvalue.Quote(r.Expected), r.Name, r.hostName(), r.zoneName())
}

func (r Report) failed() bool {
	return slices.ContainsFunc(r.ownAnswers(), func(a ServerAnswer) bool { return a.Verdict == Failed })
}

// Denied reports whether a server says that the record is not there, or is
// another one.
func (r Report) Denied() bool {
	s := tallyOf(r.ownAnswers())
	return s.worst == Absent || s.worst == Different
}

// Inconsistent is the finding of a caller that checks twice: an earlier report was
// Published, and this one is not.
func (r Report) Inconsistent() Finding {
	f := Finding{
		Code:     InconsistentServer,
		Sentence: fmt.Sprintf("The %s record at %s was found by one check and not by the next one: several servers behind one address do not have the same zone, or the record was removed.", r.Type, r.Name),
		Fix:      "Wait until the change has reached all servers of the DNS host; if the answers keep changing, ask the DNS host why they do.",
	}
	if r.Mode == Recursive {
		f.Sentence = fmt.Sprintf("The %s record at %s was in one answer of the resolver and not in the next one: several resolvers behind one address do not have the same answers in their caches, or the record was removed.", r.Type, r.Name)
		f.Fix = "Wait until the older answer has left their caches, or configure another resolver."
	}
	return escaped([]Finding{f})[0]
}
