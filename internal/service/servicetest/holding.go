// SPDX-License-Identifier: MPL-2.0

package servicetest

import (
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/domainverify/terraform-provider-domainverify/internal/service"
)

// holder is a verified domain whose record is published, in a new process of a service
// that does not release it before the record is gone.
func holder(t *testing.T, start func(*testing.T) *World) (*Player, service.RecordHolder) {
	t.Helper()
	w := start(t)
	if _, holds := w.Service().(service.RecordHolder); !holds {
		t.Skip("the service releases a domain whatever is published")
	}
	p := w.Player().Bring(service.StateVerified).Anew()
	p.ForgetRequests()
	return p, p.Service.(service.RecordHolder)
}

// Invariant 20.
func proofsAreNamed(t *testing.T, start func(*testing.T) *World) {
	p, holder := holder(t, start)
	shown, named := partsOf(p.shown[p.ID.Domain]), false
	proofs, err := holder.Proofs(t.Context(), p.ID)
	p.Must(err)
	for _, proof := range proofs {
		named = named || cmp.Equal(shown, partsOf(proof))
	}
	if hidden := p.TellsTokens && p.Anew().Read().Token(p.Method) == ""; !named && !hidden {
		t.Errorf("proofs %+v, want what is published among them: %v", proofs, shown)
	}
	p.WantCount(p.Calls[StepRelease], 0)
	p.WantState(service.StateVerified)

	p.Must(p.Release())
	for _, reader := range []service.RecordHolder{holder, p.Anew().Service.(service.RecordHolder)} {
		if proofs, err := reader.Proofs(t.Context(), p.ID); err != nil || len(proofs) > 0 {
			t.Errorf("proofs of a domain that is gone: %+v, %v", proofs, err)
		}
	}
}

// A service that does not look at the DNS, or not always, may release the domain.
func releaseNotYet(t *testing.T, start func(*testing.T) *World) {
	p, _ := holder(t, start)
	for range 2 {
		if err := p.release(); err == nil {
			p.WantState(service.StateAbsent)
			return
		} else if p.WantError(err, service.NotYet); t.Failed() {
			return
		}
		p.WantState(service.StateVerified)
	}
	p.Must(p.Release())
	p.WantState(service.StateAbsent)
}

// Invariant 21.
func callerIsOne(t *testing.T, start func(*testing.T) *World) {
	w := start(t)
	identifier, identifies := w.Service().(service.CallerIdentifier)
	if !identifies {
		t.Skip("what the service shows does not depend on the caller")
	}
	want, err := identifier.CallerIdentity(t.Context())
	w.Must(err)
	requests := len(w.Requests())
	var asking sync.WaitGroup
	for range atOnce {
		asking.Go(func() {
			if got, err := identifier.CallerIdentity(t.Context()); err != nil || got != want {
				t.Errorf("asked again: %q, %v, want %q", got, err, want)
			}
		})
	}
	asking.Wait()
	w.WantCount("", requests)
	got, err := w.Service().(service.CallerIdentifier).CallerIdentity(t.Context())
	w.Must(err)
	w.WantEqual("in a new process", want, got)
	for _, secret := range w.Secrets() {
		if strings.Contains(want, secret) {
			t.Errorf("the identity %q holds a secret", want)
		}
	}
}
