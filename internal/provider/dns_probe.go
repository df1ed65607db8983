// SPDX-License-Identifier: MPL-2.0

package provider

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/hashicorp/terraform-plugin-log/tflog"

	"github.com/domainverify/terraform-provider-domainverify/internal/displaytext"
	"github.com/domainverify/terraform-provider-domainverify/internal/dnscheck"
	"github.com/domainverify/terraform-provider-domainverify/internal/poll"
	"github.com/domainverify/terraform-provider-domainverify/internal/service"
	"github.com/domainverify/terraform-provider-domainverify/internal/txtrecord"
)

const (
	// dnsInterval is how often the authoritative servers are asked: they remember
	// nothing, so asking often harms nobody and costs the user no time.
	dnsInterval = 2 * time.Second
	// fileInterval is how often a file is fetched: a web server answers from what it
	// has, like an authoritative server, but counts its visitors.
	fileInterval = 5 * time.Second
	// diagnosisInterval is how often the cause of a miss is looked for; that takes
	// more queries than a look.
	diagnosisInterval = 30 * time.Second
	// confirmInterval is how long after a record appeared it is looked for once more:
	// long enough to meet another of the servers behind one address.
	confirmInterval = 5 * time.Second
	// mistakeGrace is how long a mistake that waiting does not mend may stand
	// before the wait ends: the DNS provider may be about to replace the record.
	mistakeGrace = time.Minute
)

// dnsProbe looks whether the world can see a record, again and again,
// and knows after the first misses why it cannot.
type dnsProbe struct {
	client *dnscheck.Client
	clock  poll.Clock
	record service.Record
	token  string

	report    dnscheck.Report
	diagnosed time.Time
	// explained is what the servers said when findings were made.
	explained string
	findings  []dnscheck.Finding
	// mistakes are the findings that only somebody's hand can mend, and since when
	// each has been there.
	mistakes map[dnscheck.Code]time.Time
	// sawAbsence: a server said in this wait that the record is not there, so that one
	// look that finds it may be luck. seen: such a look was made. wavered: the one
	// after it found the record missing again.
	sawAbsence, sawOnce, flapped bool
}

// mistakeError says that the record is published wrongly.
type mistakeError struct {
	finding dnscheck.Finding
	others  []dnscheck.Finding
	seen    string
}

func (e *mistakeError) Error() string { return e.finding.Sentence }

// check is done when the record is published, and after an absence when it is so
// at two looks in a row. Otherwise the reason says what is in the way. A mistake that has stood for mistakeGrace is a *mistakeError.
func (l *dnsProbe) check(ctx context.Context) (poll.Progress, error) {
	question := dnscheck.Question{Name: l.record.Name, Type: dnscheck.Type(l.record.Type), Expected: l.record.Value}
	report, err := l.client.Check(ctx, question)
	if err := contextEnded(ctx); err != nil {
		return poll.Progress{}, err
	}
	if err != nil {
		// Broken DNS may be mended while we wait, as a missing record may.
		l.findings, l.explained = dnscheck.DiagnoseError(err), ""
		return poll.Progress{
			Reason:     causeFirst(findingsText(l.findings), displaytext.Sentence(displaytext.Escape(err.Error()))),
			RetryAfter: max(dnsInterval, l.client.Pause(question)),
		}, nil
	}
	l.report = report
	if report.Published() {
		return l.confirm(), nil
	}
	l.sawAbsence = l.sawAbsence || report.Denied()
	l.flapped, l.sawOnce = l.flapped || l.sawOnce && report.Denied(), false
	if err := l.diagnose(ctx); err != nil {
		return poll.Progress{}, err
	}
	return poll.Progress{Reason: l.reason(), RetryAfter: max(intervalAfter(report), l.client.Pause(question))}, nil
}

// confirm takes a record that was missing before for published when a second
// look finds it, too. The service is called only then: of servers behind one
// address, its resolver may ask one that still lacks the record.
func (l *dnsProbe) confirm() poll.Progress {
	if l.sawAbsence && !l.sawOnce {
		l.sawOnce = true
		var cause string
		if l.flapped {
			cause = findingText(l.report.Inconsistent())
		}
		return poll.Progress{Reason: causeFirst(cause, confirmedLater(l.record, confirmInterval)), RetryAfter: confirmInterval}
	}
	l.sawAbsence, l.sawOnce, l.flapped = false, false, false
	return poll.Progress{Done: true}
}

func (l *dnsProbe) reason() string {
	return causeFirst(findingsText(l.findings), l.serverAnswers())
}

func (l *dnsProbe) serverAnswers() string { return strings.Join(l.report.GroupedLines(), "\n") }

// diagnose looks for the cause of a miss, though not at every miss: the pause is
// for servers that say the same again. An older cause beside newer answers would
// mislead whoever reads both.
func (l *dnsProbe) diagnose(ctx context.Context) error {
	now, said := l.clock.Now(), answersIn(l.report)
	if l.flapped {
		said = string(dnscheck.InconsistentServer) + "\n" + said
	}
	if said == l.explained && now.Sub(l.diagnosed) < diagnosisInterval {
		return nil
	}
	findings, err := l.client.Diagnose(ctx, l.report, l.hints())
	if err != nil {
		return err
	}
	if l.flapped {
		// What is missing at this look was there at an earlier one.
		findings = slices.DeleteFunc(findings, func(f dnscheck.Finding) bool { return f.Code == dnscheck.RecordMissing })
		findings = append([]dnscheck.Finding{l.report.Inconsistent()}, findings...)
	}
	l.diagnosed, l.explained, l.findings = now, said, findings
	for _, finding := range findings {
		tflog.Warn(ctx, "the record is not seen: "+finding.Sentence, map[string]any{"cause": string(finding.Code), "fix": finding.Fix, "name": l.record.Name})
	}
	return l.weighMistake(now)
}

// answersIn leaves out what differs at every look: times, and ports in errors.
func answersIn(report dnscheck.Report) string {
	var said strings.Builder
	for _, a := range report.Servers {
		fmt.Fprintf(&said, "%s %s %s %s %q %q\n", a.Name, a.Address, a.Owner, a.Verdict, a.CNAME, a.Values)
	}
	return said.String()
}

// weighMistake ends the wait when the same mistake has been there for long
// enough, wherever it is among the findings.
func (l *dnsProbe) weighMistake(now time.Time) error {
	since := map[dnscheck.Code]time.Time{}
	var lasting *mistakeError
	for i, finding := range l.findings {
		if !needsCorrection(finding.Code) {
			continue
		}
		first, known := l.mistakes[finding.Code]
		if !known {
			first = now
		}
		since[finding.Code] = first
		if lasting == nil && now.Sub(first) >= mistakeGrace {
			lasting = &mistakeError{finding: finding, others: slices.Concat(l.findings[:i:i], l.findings[i+1:]), seen: l.serverAnswers()}
		}
	}
	l.mistakes = since
	if lasting != nil {
		return lasting
	}
	return nil
}

// needsCorrection tells causes that stay until somebody corrects the record from
// those that propagation, a registrar or an operator may mend meanwhile.
func needsCorrection(code dnscheck.Code) bool {
	switch code {
	case dnscheck.DoubledName, dnscheck.AtWWW, dnscheck.AtLabel, dnscheck.AtParent, dnscheck.AtWildcard,
		dnscheck.MergedValue, dnscheck.CutOff, dnscheck.NearMiss, dnscheck.FlattenedCNAME,
		dnscheck.BareToken, dnscheck.ForeignPrefix, dnscheck.ForeignSuffix, dnscheck.StrayOctets, dnscheck.ChangedCase, dnscheck.SplitValue, dnscheck.DoubledTarget:
		return true
	}
	return false
}

// hints name what stands around the token, and the prefixes of other services.
func (l *dnsProbe) hints() dnscheck.Hints {
	var hints dnscheck.Hints
	if before, after, found := strings.Cut(l.record.Value, l.token); found {
		hints.Prefix, hints.Suffix = before, after
	}
	for _, prefix := range txtrecord.Prefixes() {
		if !prefix.Varies && prefix.Text != hints.Prefix {
			hints.OtherPrefixes = append(hints.OtherPrefixes, prefix.Text)
		}
	}
	return hints
}

// explain is what explains that a service does not see a published record.
func (l *dnsProbe) explain(ctx context.Context) string {
	findings, err := l.client.Diagnose(ctx, l.report, l.hints())
	if err != nil {
		return ""
	}
	return findingsText(findings)
}

// intervalAfter is how long to wait before the next look. A resolver remembers
// the absence that it was asked about, so asking it earlier tells nothing new.
func intervalAfter(report dnscheck.Report) time.Duration {
	if report.Mode == dnscheck.Recursive && report.NegativeTTL > 0 {
		return report.NegativeTTL + time.Second
	}
	return dnsInterval
}
