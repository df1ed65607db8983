// SPDX-License-Identifier: MPL-2.0

package servicetest

import (
	"maps"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/domainverify/terraform-provider-domainverify/internal/service"
)

func wholeLife(t *testing.T, start func(*testing.T) *World) { start(t).WholeLife(nil) }

// WholeLife takes a domain from nothing to the end, in one process and in a new one for
// each step. told compares what is told of the domain with its state; nil is that a
// service which tells tokens tells state and token, if any.
func (w *World) WholeLife(told func(*Player, service.State)) {
	w.T.Helper()
	if told == nil {
		told = (*Player).wantTold
	}
	wasEmpty := w.Simulator.Empty()
	for _, process := range w.Processes("life." + Zone) {
		w.Must(process().Add())
		w.Must(process().Challenge())
		told(process(), service.StatePending)
		process().wantNotVerified()
		process().Show()
		w.Must(process().untilVerified())
		process().WantState(service.StateVerified)
		told(process(), service.StateVerified)
		if w.TellsTokens {
			w.Must(process().Wait())
			w.WantError(process().Add(), service.AlreadyExists, "verified")
		}
		if w.claims() {
			process().beClaimed()
			w.Must(process().Unclaim())
		}
		w.Clock.Advance(time.Minute) // many processes share the budget that the service has
		w.Must(process().Release())
		process().WantState(service.StateAbsent)
		w.Must(process().Release())
		told(process(), service.StateAbsent)
		if wasEmpty && !w.Simulator.Empty() {
			w.T.Errorf("something is left: %+v", w.Simulator.Snapshot())
		}
		w.Unpublish()
		if !w.TellsTokens {
			w.Clock.Advance(time.Hour) // beyond the lag of a reading, which would show the domain
		}
	}
}

// wantTold compares what a service that tells tokens tells of the domain.
func (p *Player) wantTold(want service.State) {
	p.T.Helper()
	if !p.TellsTokens {
		return
	}
	got := p.Read()
	if token := got.Token(p.Method); got.State != want || token != "" && token != p.Token || want == service.StatePending && token == "" {
		p.T.Errorf("reads %+v, want it %s with the token %s", got, want, p.Token)
	}
}

// wantNotVerified makes an attempt without a record: it fails, or is under way.
func (p *Player) wantNotVerified() {
	p.T.Helper()
	if err := p.Verify(); err != nil {
		p.WantError(err, service.NotYet)
	} else if p.Got.State.Verified() {
		p.T.Errorf("verified without a record: %+v", p.Got)
	}
}

// untilVerified is Wait, with the question why it takes so long.
func (p *Player) untilVerified() error {
	err := p.Wait()
	if _, explains := p.Service.(service.Explainer); !explains {
		return err
	}
	if service.ClassOf(err) == service.NotYet {
		p.Must(p.Explain())
		err = p.Wait()
	}
	if err == nil && p.TellsTokens {
		return p.Explain()
	}
	return err
}

// beClaimed claims the domain and reads it when every reading has caught up.
func (p *Player) beClaimed() {
	p.T.Helper()
	p.Must(p.Claim())
	p.Clock.Advance(time.Hour)
	if got := p.Read().State; got != service.StateClaimed && got != service.StateUnknown {
		p.T.Errorf("a claimed domain reads %s", got)
	}
	p.WantState(service.StateClaimed)
}

func addingTwice(t *testing.T, start func(*testing.T) *World) {
	first := start(t).Player()
	first.Must(first.Add())
	first.WantState(service.StatePending)
	for _, again := range []*Player{first, first.Anew()} {
		if err := again.Add(); err != nil && service.ClassOf(err) != service.AlreadyExists {
			t.Errorf("adding again: %v, want success or %s", err, service.AlreadyExists)
		}
	}
	first.WantState(service.StatePending)
}

// addTakesNothingOver: what is verified by now, this process has not added. What it knows may
// be as old as the run, and a response that was lost shows nothing.
func addTakesNothingOver(t *testing.T, start func(*testing.T) *World) {
	for _, kind := range []string{"", "drop", "status:503"} {
		w := start(t)
		if w.RegistersNothing || !w.TellsTokens && !w.ReadsTokens {
			return // adding makes no request, or one that a verified domain gets as well
		}
		p := w.Player()
		p.Read()
		p.Anew().Bring(service.StateVerified)
		if kind != "" {
			w.Fault(Once(w.Calls[StepAdd], kind))
		}
		w.WantError(p.Add(), service.AlreadyExists)
		if !p.Got.State.Verified() {
			t.Errorf("%q: found %+v, want it verified", kind, p.Got)
		}
	}
}

// addAdoptsByNoOldReading: a pending domain is adopted unasked, as what a run has left that was
// cut off. One that was pending when this process has read it may be somebody else's by now.
func addAdoptsByNoOldReading(t *testing.T, start func(*testing.T) *World) {
	w := start(t)
	if w.RegistersNothing || !w.TellsTokens && !w.ReadsTokens {
		return // adding makes no request, or one that a verified domain gets as well
	}
	other := w.Player().Bring(service.StatePending)
	p := w.Player()
	p.Read()
	other.Must(other.Wait())
	w.WantError(p.Add(), service.AlreadyExists)
	if !p.Got.State.Verified() {
		t.Errorf("found %+v, want it verified", p.Got)
	}
}

func challengeParsesBack(t *testing.T, start func(*testing.T) *World) {
	p := start(t).Player()
	p.Must(p.Add())
	challenge, err := p.Challenged()
	p.Must(err)
	parts := partsOf(challenge.Publication)
	if challenge.Token == "" || !strings.Contains(strings.Join(slices.Collect(maps.Values(parts)), " "), challenge.Token) {
		t.Fatalf("challenge %+v, want a token and a record or file that holds it", challenge)
	}
	// The target of a CNAME is the same for all; there the name holds the token.
	if value := parts[partValue]; strings.Contains(value, challenge.Token) {
		if token, ok := p.Service.ParsePublished(p.Method, value); !ok || token != challenge.Token {
			t.Errorf("the value %q parses to %q, %t; want the token %q", value, token, ok, challenge.Token)
		}
	}
	foreign := []string{"", "v=spf1 -all"}
	if parts[partValue] != challenge.Token {
		foreign = append(foreign, challenge.Token)
	}
	for _, value := range foreign {
		if token, ok := p.Service.ParsePublished(p.Method, value); ok {
			t.Errorf("the foreign value %q parses to the token %q", value, token)
		}
	}
}

// publicationOffline: what does not depend on the token is known before it is.
func publicationOffline(t *testing.T, start func(*testing.T) *World) {
	p := start(t).Player()
	offline := partsOf(p.Publication())
	p.WantCount("", 0)
	p.Must(p.Add())
	challenge, err := p.Challenged()
	p.Must(err)
	for part, complete := range partsOf(challenge.Publication) {
		want := complete
		if strings.Contains(complete, challenge.Token) || part == partName && p.IssuesNames {
			want = ""
		}
		if offline[part] != want {
			t.Errorf("the %s is %q before the token is known, want %q", part, offline[part], want)
		}
	}
}

const (
	partName  = "name"
	partValue = "value"
)

// partsOf names what a person has to publish, be it a record or a file.
func partsOf(publication service.Publication) map[string]string {
	parts := map[string]string{}
	if record := publication.Record; record != nil {
		parts[partName], parts["type"], parts[partValue] = record.Name, record.Type, record.Value
	}
	if file := publication.HTTPFile; file != nil {
		parts["url"], parts[partValue] = file.URL, file.Content
	}
	return parts
}

func unknownMethod(t *testing.T, start func(*testing.T) *World) {
	p := start(t).Player()
	for _, method := range append(service.Methods(), "carrier_pigeon") {
		if p.Service.Capabilities().Supports(method) {
			continue
		}
		_, err := p.Service.Publication(t.Context(), p.ID, method, "token")
		p.WantError(err, service.Rejected)
		_, err = p.Service.Challenge(t.Context(), p.ID, method)
		p.WantError(err, service.Rejected)
	}
	p.WantCount("", 0)
}

func verifyNotYet(t *testing.T, start func(*testing.T) *World) {
	p := start(t).Player()
	p.Must(p.Add())
	p.Must(p.Challenge())
	p.WantError(p.Wait(), service.NotYet)
	p.WantState(service.StatePending)
	p.Show()
	p.Must(p.Wait())
	p.WantState(service.StateVerified)
}

func releaseOfGone(t *testing.T, start func(*testing.T) *World) {
	p := start(t).Player()
	p.Must(p.Release())
	for _, state := range []service.State{service.StatePending, service.StateVerified} {
		p.Bring(state)
		if state.Verified() || !p.RegistersNothing {
			p.OutOfBand("remove", p.ID.Domain)
		}
		p.Must(p.Release())
		p.Must(p.Anew().Release())
		p.WantState(service.StateAbsent)
		p = p.Anew()
	}
}

// What a process has read before another one has added the domain, or one reading that lacks
// it, shows of no domain that it is gone.
func releaseBelievesNoOldReading(t *testing.T, start func(*testing.T) *World) {
	for _, state := range []service.State{service.StatePending, service.StateVerified} {
		w := start(t)
		old := w.Player()
		old.Read()
		p := w.Player().Bring(state)
		if err := old.Release(); err == nil {
			p.WantState(service.StateAbsent)
		}
	}
}

func releaseLeavesNothing(t *testing.T, start func(*testing.T) *World) {
	for _, state := range []service.State{service.StatePending, service.StateVerified} {
		for _, anew := range []bool{false, true} {
			p := start(t).Player().Bring(state)
			if anew {
				p = p.Anew()
			}
			p.Must(p.Release())
			p.WantState(service.StateAbsent)
			p.Must(p.Release())
		}
	}
}
