// SPDX-License-Identifier: MPL-2.0

package verification

import (
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/domainverify/terraform-provider-domainverify/internal/dnscheck"
	"github.com/domainverify/terraform-provider-domainverify/internal/dnscheck/watch"
	"github.com/domainverify/terraform-provider-domainverify/internal/poll"
	"github.com/domainverify/terraform-provider-domainverify/internal/poll/polltest"
	"github.com/domainverify/terraform-provider-domainverify/internal/sandbox/dnssim"
)

func (p *dnsProbe) mustLook(t *testing.T) poll.Progress {
	t.Helper()
	progress, err := p.check(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	return progress
}

func publish(t *testing.T, world *dnssim.World, values ...string) {
	t.Helper()
	if err := world.SetTXT("acme.test", "acme.test", values...); err != nil {
		t.Fatal(err)
	}
}

func TestRecordThatWasMissingCountsAtTheSecondLookInARow(t *testing.T) {
	t.Parallel()
	world := acmeTest(t)
	look := publicationIn(t, world)
	look.mustSay(t, "record_missing", "inconsistent_server")
	publish(t, world, look.record.Value)
	first := look.mustLook(t)
	if first.Done || first.RetryAfter != confirmInterval || !strings.Contains(first.Reason, "checked once more in 5s") {
		t.Errorf("the first look that finds it: %+v", first)
	}
	publish(t, world)
	look.mustSay(t, "inconsistent_server", "record_missing")
	publish(t, world, look.record.Value)
	if again := look.mustLook(t); again.Done || !strings.HasPrefix(again.Reason, "Cause (inconsistent_server)") {
		t.Errorf("one look after another absence: %+v", again)
	}
	if second := look.mustLook(t); !second.Done {
		t.Errorf("two looks in a row do not count: %+v", second)
	}
	// The service is asked again and again; what is confirmed is not confirmed anew.
	if later := look.mustLook(t); !later.Done {
		t.Errorf("a later look: %+v", later)
	}
}

func TestRecordThatWasNeverMissingCountsAtOnce(t *testing.T) {
	t.Parallel()
	world := acmeTest(t)
	look := publicationIn(t, world)
	publish(t, world, look.record.Value)
	if progress := look.mustLook(t); !progress.Done {
		t.Errorf("got %+v", progress)
	}
	asked := 0
	for _, query := range world.Queries() {
		if strings.TrimSuffix(query.Name, ".") == "acme.test" && query.Type == "TXT" {
			asked++
		}
	}
	if asked != len(look.report.Servers) {
		t.Errorf("%d queries for the record at %d addresses", asked, len(look.report.Servers))
	}
}

// Whoever silences a server does not say that the record is missing.
func TestServersThatFailedBeforeAskForNoSecondLook(t *testing.T) {
	t.Parallel()
	world := acmeTest(t)
	look := publicationIn(t, world)
	publish(t, world, look.record.Value)
	for _, server := range []string{"authoritative-1", "authoritative-2"} {
		if err := world.SetFault(server, dnssim.Fault{Kind: dnssim.Refused}); err != nil {
			t.Fatal(err)
		}
	}
	look.mustLook(t)
	for _, server := range []string{"authoritative-1", "authoritative-2"} {
		if err := world.SetFault(server, dnssim.Fault{}); err != nil {
			t.Fatal(err)
		}
	}
	if progress := look.mustLook(t); !progress.Done {
		t.Errorf("got %+v", progress)
	}
}

func TestMistakeEndsTheWaitWhereverItIsAmongTheFindings(t *testing.T) {
	t.Parallel()
	clock := &polltest.Clock{}
	look := &dnsProbe{deps: &Dependencies{Clock: clock}}
	mistake, waiting := dnscheck.Finding{Code: dnscheck.MergedValue, Sentence: "merged"}, dnscheck.Finding{Code: dnscheck.OlderToken, Sentence: "older"}
	other := dnscheck.Finding{Code: dnscheck.AtWWW, Sentence: "at www"}
	for i, findings := range [][]dnscheck.Finding{{waiting, mistake}, {other, mistake, waiting}, {waiting, mistake, other}} {
		look.findings = findings
		err := look.checkMistakes(clock.Now())
		if i < 2 && err != nil {
			t.Fatalf("it ended after %s: %v", clock.Now().Sub(time.Unix(0, 0)), err)
		}
		if i == 2 && (err == nil || err.Error() != "merged") {
			t.Errorf("a minute later: %v", err)
		}
		if err := clock.Sleep(t.Context(), mistakeGrace/2); err != nil {
			t.Fatal(err)
		}
	}
	// A mistake that was corrected in between begins anew.
	look.findings = []dnscheck.Finding{waiting}
	if err := look.checkMistakes(clock.Now()); err != nil {
		t.Errorf("without a mistake: %v", err)
	}
	look.findings = []dnscheck.Finding{mistake}
	if err := look.checkMistakes(clock.Now()); err != nil {
		t.Errorf("a mistake made just now: %v", err)
	}
}

// looks looks every pause until an end, or until an error.
func (p *dnsProbe) looks(t *testing.T, pause, until time.Duration) (progress poll.Progress, err error) {
	t.Helper()
	for start := p.deps.Clock.Now(); err == nil && !progress.Done && p.deps.Clock.Now().Sub(start) < until; {
		if progress, err = p.check(t.Context()); err == nil {
			err = p.deps.Clock.Sleep(t.Context(), pause)
		}
	}
	return progress, err
}

// Who corrects the record in the last moment has it on some servers first, of which the
// look at one server may have asked another one.
func TestMistakeThatIsBeingCorrectedEndsNoWait(t *testing.T) {
	t.Parallel()
	for more := range 2 {
		world := acmeTest(t)
		look := publicationIn(t, world)
		publish(t, world, look.record.Value+"x")
		if _, err := look.looks(t, watch.Interval, mistakeGrace-watch.Interval); err != nil {
			t.Fatal(err)
		}
		for range more {
			look.mustLook(t)
		}
		if err := world.SetLag("authoritative-2", time.Hour); err != nil {
			t.Fatal(err)
		}
		publish(t, world, look.record.Value)
		if err := look.deps.Clock.Sleep(t.Context(), watch.Interval); err != nil {
			t.Fatal(err)
		}
		look.mustSay(t, "partly_updated", "near_miss")
	}
}

// Servers behind one address may differ for a while after a correction.
func TestMistakeThatWasNotThereInBetweenBeginsAnew(t *testing.T) {
	t.Parallel()
	world := acmeTest(t)
	look := publicationIn(t, world)
	publish(t, world, look.record.Value+"x")
	if _, err := look.looks(t, 20*time.Second, mistakeGrace); err != nil {
		t.Fatal(err)
	}
	publish(t, world, look.record.Value)
	look.mustLook(t)
	publish(t, world, look.record.Value+"x")
	if err := look.deps.Clock.Sleep(t.Context(), confirmInterval); err != nil {
		t.Fatal(err)
	}
	look.mustSay(t, "inconsistent_server", "record_missing")
}

// A resolver gives the former record for its TTL, whatever is published now.
func TestMistakeThatAResolverMayRememberEndsTheWaitOnceItHasForgottenIt(t *testing.T) {
	t.Parallel()
	for _, corrected := range []bool{true, false} {
		clock := &polltest.Clock{}
		world := acmeTestBy(t, clock.Now)
		look := publicationIn(t, world)
		look.deps = &Dependencies{Clock: clock, DNS: clockedClientIn(t, dnscheck.Recursive, clock, world)}
		add := func(value string) {
			if err := errors.Join(world.RemoveRRset("acme.test", "TXT"), world.AddRR("acme.test. 600 TXT \""+value+"\"")); err != nil {
				t.Fatal(err)
			}
		}
		add(look.record.Value + "x")
		first := look.mustLook(t)
		if want := "the resolver may give its former answer until 1970-01-01T00:11:00Z"; !strings.Contains(first.Reason, want) {
			t.Errorf("it does not say %q:\n%s", want, first.Reason)
		}
		if corrected {
			add(look.record.Value)
		}
		progress, err := look.looks(t, 10*time.Second, time.Hour)
		incorrect, ended := errors.AsType[*RecordIncorrectError](err)
		waited := clock.Now().Sub(time.Unix(0, 0))
		if corrected && (err != nil || !progress.Done) || !corrected && (!ended || incorrect.Finding.Code != dnscheck.NearMiss) {
			t.Errorf("corrected %t: %+v, %v after %s", corrected, progress, err, waited)
		}
		if waited < 10*time.Minute || waited > 11*time.Minute+mistakeGrace {
			t.Errorf("corrected %t: ended after %s", corrected, waited)
		}
	}
}

func TestMistakesThatWaitingDoesNotMendEndTheWait(t *testing.T) {
	t.Parallel()
	for code, want := range map[dnscheck.Code]bool{
		dnscheck.MergedValue: true, dnscheck.CutOff: true, dnscheck.NearMiss: true, dnscheck.FlattenedCNAME: true,
		dnscheck.OlderToken: false, dnscheck.RecordMissing: false, dnscheck.InconsistentServer: false, dnscheck.PartlyUpdated: false,
	} {
		if needsCorrection(code) != want {
			t.Errorf("%s: %v", code, !want)
		}
	}
}
