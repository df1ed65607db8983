// SPDX-License-Identifier: MPL-2.0

package verification

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/domainverify/terraform-provider-domainverify/internal/displaytext"
	"github.com/domainverify/terraform-provider-domainverify/internal/dnscheck"
	"github.com/domainverify/terraform-provider-domainverify/internal/dnscheck/watch"
	"github.com/domainverify/terraform-provider-domainverify/internal/poll"
	"github.com/domainverify/terraform-provider-domainverify/internal/service"
)

const (
	// confirmInterval is how long after a record appeared it is checked once more:
	// long enough to meet another of the servers behind one address.
	confirmInterval = 5 * time.Second
	// explainInterval is how long what resolvers say of a published record is believed.
	explainInterval = 2 * time.Minute
	// mistakeGrace is how long a mistake that does not resolve on its own may last
	// before the wait ends: the DNS provider may be about to replace the record.
	mistakeGrace = time.Minute
)

// dnsProbe checks again and again whether a record is published, and finds the
// cause when it is not.
type dnsProbe struct {
	deps   *Dependencies
	record service.Record
	token  string

	watch    *watch.Watch
	report   dnscheck.Report
	findings []dnscheck.Finding
	// mistakes are the findings that stay until somebody corrects the record.
	mistakes map[dnscheck.Code]mistake
	// sawAbsence is set when a server denied the record in this wait, so that one
	// check that finds it may be luck; sawOnce after such a check; flapped when the
	// check after that, or after a look at one server, found the record missing again.
	sawAbsence, sawOnce, flapped bool
	// explanation is why the service may not see the published record, since explained.
	explanation string
	explained   time.Time
}

// mistake is borne until a time. When it has lasted for mistakeGrace, a resolver may still
// remember it, and is given the time to forget it.
type mistake struct {
	until   time.Time
	lasting bool
}

// check is done when the record is published, and after an absence when two
// checks in a row find it. Otherwise the reason says what is in the way. A
// mistake that has lasted for mistakeGrace is a *RecordIncorrectError.
func (p *dnsProbe) check(ctx context.Context) (poll.Progress, error) {
	if p.watch == nil {
		question := dnscheck.Question{Name: p.record.Name, Type: dnscheck.Type(p.record.Type), Expected: p.record.Value}
		p.watch = watch.New(p.deps.DNS, question, watch.Config{Now: p.deps.Clock.Now, Random: p.deps.Random})
	}
	now := p.deps.Clock.Now()
	mistakeIsDue := p.mistakeIsDue(now)
	if mistakeIsDue {
		p.watch.Afresh()
	}
	report, err := p.watch.Look(ctx)
	if err := poll.Ended(ctx, p.deps.Clock); err != nil {
		return poll.Progress{}, err
	}
	if err != nil {
		// Broken DNS may be fixed meanwhile, as a missing record may appear.
		p.findings = dnscheck.DiagnoseError(err)
		return poll.Progress{
			Reason:     causeFirst(FindingsText(p.findings), displaytext.Sentence(displaytext.Escape(err.Error()))),
			RetryAfter: p.watch.Pause(),
		}, nil
	}
	p.report = report
	if report.Published() {
		p.mistakes = nil
		return p.confirm(), nil
	}
	p.sawAbsence = p.sawAbsence || report.Denied()
	p.explained = time.Time{}
	flapped := p.flapped
	p.flapped, p.sawOnce = p.flapped || p.sawOnce && report.Denied() || p.watch.Contradicted(), false
	if p.watch.DiagnosisDue() || p.flapped != flapped || mistakeIsDue {
		if err := p.diagnose(ctx, now); err != nil {
			return poll.Progress{}, err
		}
	}
	return poll.Progress{Reason: causeFirst(FindingsText(p.findings), p.serverAnswers()), RetryAfter: p.watch.Pause()}, nil
}

// isMissing implements propagationProbe.
func (p *dnsProbe) isMissing() bool { return p.report.Gone() }

// phase implements propagationProbe.
func (p *dnsProbe) phase() Phase { return PhaseRecord }

// code implements propagationProbe.
func (p *dnsProbe) code() string {
	if p.sawOnce && !p.flapped {
		return "published_once"
	}
	return codeOfFindings(p.findings)
}

// end implements propagationProbe.
func (p *dnsProbe) end() {
	if p.watch != nil {
		p.watch.End()
	}
}

// confirm counts a record that was missing before as published when a second check
// finds it, too. The service is called only then: of servers behind one
// address, its resolver may ask one that still lacks the record.
func (p *dnsProbe) confirm() poll.Progress {
	if p.sawAbsence && !p.sawOnce {
		p.sawOnce = true
		var cause string
		if p.flapped {
			cause = FindingText(p.report.Inconsistent())
		}
		return poll.Progress{Reason: causeFirst(cause, fmt.Sprintf(
			"The %s record at %s is published. It was missing before, so it is checked once more in %s: servers behind one address may differ.",
			p.record.Type, p.record.Name, confirmInterval)), RetryAfter: confirmInterval}
	}
	p.sawAbsence, p.sawOnce, p.flapped = false, false, false
	return poll.Progress{Done: true}
}

// seen implements propagationProbe.
func (p *dnsProbe) seen() string { return p.serverAnswers() }

func (p *dnsProbe) serverAnswers() string { return strings.Join(p.report.GroupedLines(), "\n") }

// diagnose seeks the cause of an absence that was seen at now. An older cause beside newer
// answers would be misleading.
func (p *dnsProbe) diagnose(ctx context.Context, now time.Time) error {
	findings, err := p.deps.DNS.Diagnose(ctx, p.report, p.hints())
	if err != nil {
		return err
	}
	if p.flapped {
		// What is missing now was there at an earlier check.
		findings = slices.DeleteFunc(findings, func(f dnscheck.Finding) bool { return f.Code == dnscheck.RecordMissing })
		findings = append([]dnscheck.Finding{p.report.Inconsistent()}, findings...)
	}
	p.findings = findings
	for _, finding := range findings {
		p.deps.log(ctx, Warn, "the record is not found: "+finding.Sentence, map[string]any{"cause": string(finding.Code), "fix": finding.Fix, "name": p.record.Name})
	}
	return p.checkMistakes(now)
}

// mistakeIsDue reports whether a mistake ends the wait if it is still there.
func (p *dnsProbe) mistakeIsDue(now time.Time) bool {
	for _, m := range p.mistakes {
		if !now.Before(m.until) {
			return true
		}
	}
	return false
}

// checkMistakes ends the wait when the same mistake has been there for long
// enough, wherever it is among the findings.
func (p *dnsProbe) checkMistakes(now time.Time) error {
	mistakes := map[dnscheck.Code]mistake{}
	var lasting *RecordIncorrectError
	for i, finding := range p.findings {
		if !needsCorrection(finding.Code) {
			continue
		}
		m, known := p.mistakes[finding.Code]
		if !known {
			m.until = now.Add(mistakeGrace)
		}
		if !m.lasting && !now.Before(m.until) {
			m = mistake{until: p.report.RememberedUntil(now), lasting: true}
		}
		mistakes[finding.Code] = m
		if lasting == nil && !now.Before(m.until) {
			lasting = &RecordIncorrectError{Finding: finding, Others: slices.Concat(p.findings[:i:i], p.findings[i+1:]), Seen: p.serverAnswers()}
		}
	}
	p.mistakes = mistakes
	if lasting != nil {
		return lasting
	}
	return nil
}

// needsCorrection reports whether a cause stays until somebody corrects the
// record. Propagation, a registrar or an operator may end the others meanwhile.
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
func (p *dnsProbe) hints() dnscheck.Hints {
	var hints dnscheck.Hints
	if before, after, found := strings.Cut(p.record.Value, p.token); found {
		hints.Prefix, hints.Suffix = before, after
	}
	for _, prefix := range p.deps.Prefixes {
		if !prefix.Varies && prefix.Text != hints.Prefix {
			hints.OtherPrefixes = append(hints.OtherPrefixes, prefix.Text)
		}
	}
	return hints
}

// explain implements propagationProbe. It asks resolvers, so not at every refusal.
func (p *dnsProbe) explain(ctx context.Context) string {
	now := p.deps.Clock.Now()
	// When resolvers have forgotten the absence, it explains nothing any more.
	if now.Before(p.explained.Add(explainInterval)) && p.explained.Before(p.report.NegativeUntil()) == now.Before(p.report.NegativeUntil()) {
		return p.explanation
	}
	findings, err := p.deps.DNS.Diagnose(ctx, p.report, p.hints())
	if err != nil {
		return ""
	}
	p.explained, p.explanation = now, FindingsText(findings)
	return p.explanation
}
