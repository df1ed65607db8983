// SPDX-License-Identifier: MPL-2.0

package dnscheck

import (
	"context"
	"fmt"
	"slices"
	"sync"
	"sync/atomic"
	"time"

	"github.com/domainverify/terraform-provider-domainverify/internal/dnsquery"
)

// Diagnose names why the record is not seen as the report says, the
// most likely cause first and each as a Finding of its own; at least one when
// the report is not Published. Call it after the first miss and not before:
// it asks at most MaxDiagnosisQueries further questions (a question is repeated
// at most once, like any other). In mode Authoritative they go to servers of the
// zone alone and never concern a resolver's memory of the record.
//
// For a published record that a service nevertheless does not see, Diagnose asks
// the resolvers whether its DNSSEC signatures are in order, and otherwise says
// until when an earlier absence may be remembered; nil when neither explains it.
//
// The error is the context's.
func (c *Client) Diagnose(ctx context.Context, r Report, h Hints) ([]Finding, error) {
	d := &diagnosis{client: c, report: r, hints: h, expected: newExpected(r, h)}
	counted, sent := dnsquery.WithBudget(ctx, maxPackets)
	findings := d.findings(counted)
	c.limiter.add(r.question(), sent.Sent())
	if ctx.Err() != nil {
		return nil, fmt.Errorf("looking for the cause at %s: %w", r.Name, ctx.Err())
	}
	return escaped(findings), nil
}

// MaxDiagnosisQueries bounds the questions of one Diagnose: every place where
// the record could be by mistake, at two servers, the servers from Hints, and for
// a missing CNAME the addresses in its place.
const MaxDiagnosisQueries = maxCandidates*serversPerCandidate + maxHintServers + addressQuestions

type diagnosis struct {
	client   *Client
	report   Report
	hints    Hints
	expected expected
	// incomplete is set when no server answered for one of the names that were asked.
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
		return d.cachedAbsence()
	}
	s := tallyOf(r.ownAnswers())
	if r.Mode == Recursive {
		if s.answering == 0 {
			return []Finding{r.resolversFailed()}
		}
		return d.recordCauses(ctx) // whatever other resolvers did, one answered
	}
	trouble := r.serverProblem()
	if s.answering == 0 {
		return append(trouble, d.publishedElsewhere(ctx)...)
	}
	var causes []Finding
	switch {
	case s.worst == Present:
		// All that answer have it: too few do.
	case s.having > 0:
		causes = append(causes, r.inconsistentServers())
	default:
		causes = d.recordCauses(ctx)
	}
	if !r.Quorum.answered(s) {
		return append(trouble, causes...)
	}
	return append(causes, trouble...)
}

func (d *diagnosis) recordCauses(ctx context.Context) []Finding {
	var aliased, flattened, misplaced, elsewhere []Finding
	var all sync.WaitGroup
	all.Go(func() { aliased = d.aliased(ctx) })
	all.Go(func() { flattened = d.flattened(ctx) })
	all.Go(func() { misplaced = d.misplaced(ctx) })
	all.Go(func() { elsewhere = d.publishedElsewhere(ctx) })
	all.Wait()
	causes := slices.Concat(d.expected.mismatch(d.report), aliased, flattened, misplaced, elsewhere)
	if len(causes) == 0 {
		causes = d.undelegated()
	}
	if len(causes) == 0 {
		causes = append(causes, d.report.missing(!d.incomplete.Load()))
	}
	return causes
}

// cachedAbsence is about a published record that resolvers may still know as missing.
func (d *diagnosis) cachedAbsence() []Finding {
	until := d.report.NegativeUntil()
	if !d.client.now().Before(until) {
		return nil
	}
	return []Finding{{
		Code:     AbsenceRemembered,
		Sentence: fmt.Sprintf("A resolver that looked before %s was published may believe until %s that it is missing.", d.report.Name, until.UTC().Format(time.RFC3339)),
		Fix:      "Wait until then; resolvers forget by themselves, and asking the service earlier tells nothing new.",
	}}
}

// missing is the finding that no server has the record. placesSeen says that servers
// answered for all the other places as well.
func (r Report) missing(placesSeen bool) Finding {
	f := Finding{Code: RecordMissing, Fix: r.publishFix()}
	if values := r.Values(); len(values) > 0 {
		f.Sentence = fmt.Sprintf("%s has a %s record, but it does not resemble the expected one: %s.", r.Name, r.Type, listed(quotedAll(nearestFirst(values, r.Expected))))
		if len(values) > 1 {
			f.Sentence = fmt.Sprintf("%s has %s records, but none that resembles the expected one: %s.", r.Name, r.Type, listed(quotedAll(nearestFirst(values, r.Expected))))
		}
	} else {
		f.Sentence = fmt.Sprintf("There is no %s record at %s", r.Type, r.Name)
		if r.Expected != "" && placesSeen {
			f.Sentence += ", nor at any place where it is often put by mistake"
		}
		f.Sentence += "."
	}
	return r.withResolver(f)
}

// withResolver names the resolver that a finding is from: its answer may be an old
// one, and other resolvers may have a newer one.
func (r Report) withResolver(f Finding) Finding {
	if r.Mode != Recursive {
		return f
	}
	f.Sentence = fmt.Sprintf("According to the resolver %s: %s", r.answeringServer(), f.Sentence)
	if r.NegativeTTL > 0 {
		f.Fix += fmt.Sprintf(" If it is published already, the resolver may remember for up to %s that it was missing.", r.NegativeTTL)
	}
	return f
}

func (r Report) publishFix() string {
	if r.Expected == "" {
		return fmt.Sprintf("Publish a %s record at %s (host name %q in the zone %s).", r.Type, r.Name, r.hostName(), r.zoneName())
	}
	return fmt.Sprintf("Publish a %s record with the value %s at %s (host name %q in the zone %s).",
		r.Type, quote(r.Expected), r.Name, r.hostName(), r.zoneName())
}

func (r Report) failed() bool {
	for _, a := range r.ownAnswers() {
		if a.Verdict == Failed {
			return true
		}
	}
	return false
}

// Code names a cause for good: programs and documentation may rely on it, while
// the sentences beside it may be reworded.
type Code string

// The causes that Diagnose and DiagnoseError tell apart.
const (
	// The record is somewhere else.
	DoubledName Code = "doubled_name" // the DNS console added the zone to a full name
	AtWWW       Code = "at_www"
	AtLabel     Code = "at_label" // the service's prefix, or another word, became a host name
	AtParent    Code = "at_parent"
	AtWildcard  Code = "at_wildcard"

	// The record is there and its value is not right.
	MergedValue   Code = "merged_value" // something else is in the same record
	CutOff        Code = "cut_off"
	NearMiss      Code = "near_miss" // a few characters, look-alikes included
	BareToken     Code = "bare_token"
	ForeignPrefix Code = "foreign_prefix"
	ForeignSuffix Code = "foreign_suffix"
	StrayOctets   Code = "quotes_or_spaces"
	ChangedCase   Code = "changed_case"
	SplitValue    Code = "split_value"
	OlderToken    Code = "older_token"
	DoubledTarget Code = "doubled_target" // a CNAME target to which the zone was added

	// Something else is there, or nothing at all.
	CNAMEAtName    Code = "cname_at_name"
	FlattenedCNAME Code = "flattened_cname" // addresses are served in place of the CNAME
	RecordMissing  Code = "record_missing"
	NotChecked     Code = "not_checked" // a CNAME leads to where nobody could be asked

	// The servers.
	PartlyUpdated      Code = "partly_updated"
	InconsistentServer Code = "inconsistent_server" // one address has the record in one check and lacks it in another
	NotDelegated       Code = "not_delegated"
	DelegatedElsewhere Code = "delegated_elsewhere"
	LameServers        Code = "lame_servers"
	RefusingServers    Code = "refusing_servers"
	FailingServers     Code = "failing_servers"
	DeadServers        Code = "dead_servers"
	NoRoute            Code = "no_route" // this machine has no IPv6, and the servers have nothing else
	// ResolverAsNameserver: an entry of Config.Nameservers is no authoritative server.
	ResolverAsNameserver Code = "resolver_as_nameserver"
	PrivateAddress       Code = "private_address" // the DNS names an address that is not of the public internet
	DNSSECBogus          Code = "dnssec_bogus"

	// AbsenceRemembered: the record is published, and resolvers may hold an older
	// answer.
	AbsenceRemembered Code = "absence_remembered"

	// The way to DNS.
	ResolversUnreachable Code = "resolvers_unreachable"
	ZoneUnreachable      Code = "zone_unreachable"
	BadName              Code = "bad_name"
	BadValue             Code = "bad_value"
)

// Finding is one cause why the record is not seen.
type Finding struct {
	Code     Code
	Sentence string // what was seen
	Fix      string // what to do about it
}

// Hints are what the caller knows about the record and DNS does not say.
type Hints struct {
	// Prefix is what the service writes before the token, with its separator:
	// "cisco-ci-domain-verification=". When empty, what Expected has up to its
	// first "=", if anything follows that.
	Prefix string
	// Suffix is what the service writes after the token, such as
	// ".zmverify.zoho.eu"; most write nothing there.
	Suffix string
	// OtherPrefixes are those of other services, and former ones of this service.
	OtherPrefixes []string
	// Labels are further host names under which users publish this record by
	// mistake. At most five are tried.
	Labels []string
	// Nameservers are host[:port] of servers on which the record is believed to be
	// published, such as those that the DNS provider names for the zone. At most
	// four are asked, and only if no delegated server has the record.
	Nameservers []string
}

// Denied reports whether a server says that the record is not there, or is
// another one.
func (r Report) Denied() bool {
	s := tallyOf(r.ownAnswers())
	return s.worst == Absent || s.worst == Different
}

// Inconsistent is the finding of a caller that checks twice: an earlier
// report was Published, and this one is not.
func (r Report) Inconsistent() Finding {
	f := Finding{
		Code:     InconsistentServer,
		Sentence: fmt.Sprintf("The %s record at %s was served at one look and not at the next one: several servers behind one address do not have the same zone, or the record was removed.", r.Type, r.Name),
		Fix:      "Wait until the change has reached all servers of the DNS host; if the answers keep changing, ask the DNS host why they do.",
	}
	if r.Mode == Recursive {
		f.Sentence = fmt.Sprintf("The %s record at %s was in one answer of the resolver and not in the next one: several resolvers behind one address do not remember the same, or the record was removed.", r.Type, r.Name)
		f.Fix = "Wait until the resolvers have forgotten the older answer, or configure another resolver."
	}
	return escaped([]Finding{f})[0]
}
