// SPDX-License-Identifier: MPL-2.0

package workos_test

import (
	"testing"
	"time"

	"github.com/domainverify/terraform-provider-domainverify/internal/sandbox/workossim"
	"github.com/domainverify/terraform-provider-domainverify/internal/service"
	"github.com/domainverify/terraform-provider-domainverify/internal/service/workos"
)

// everySetting runs test under each setting of each switch.
func everySetting(t *testing.T, test func(t *testing.T, w *world, sw, value string)) {
	t.Helper()
	for _, sw := range newWorld(t).Switches().List() {
		for _, value := range sw.Allowed {
			t.Run(sw.Name+"="+value, func(t *testing.T) {
				t.Parallel()
				w := newWorld(t)
				w.set(t, sw.Name, value)
				test(t, w, sw.Name, value)
			})
		}
	}
}

// processes gives the adapter of one process for all steps, or of a new one
// for each step, as when every step is an apply of its own.
func (w *world) processes(t *testing.T) map[string]func() *workos.Adapter {
	one := w.adapter(t)
	return map[string]func() *workos.Adapter{
		"one process":            func() *workos.Adapter { return one },
		"a process for each one": func() *workos.Adapter { return w.adapter(t) },
	}
}

func TestEverySettingPassesTheWholeLifecycleAndLeavesNothing(t *testing.T) {
	t.Parallel()
	everySetting(t, func(t *testing.T, w *world, sw, value string) {
		hidden := sw == "token_of_verified" && value == "hidden"
		for _, process := range w.processes(t) {
			id := w.id("life." + zone)
			_, err := process().Add(t.Context(), id)
			must(t, err)
			token := read(t, process(), id).Token(service.MethodDNSTXT)
			publication, err := process().Publication(t.Context(), id, service.MethodDNSTXT, token)
			must(t, err)
			if found, err := verify(t, process(), id, token); err != nil || found.State.Verified() {
				t.Fatalf("verify without a record: %+v, %v; want an attempt under way", found, err)
			}
			w.Publish(t, publication)
			w.untilVerified(t, process(), id, token)
			got := read(t, process(), id)
			told := got.Token(service.MethodDNSTXT)
			if hidden && told == "" {
				told = token
			}
			if got.State != service.StateVerified || told != token {
				t.Errorf("reads %+v, want it verified with the token %s", got, token)
			}
			w.untilVerified(t, process(), id, token)
			_, err = process().Add(t.Context(), id)
			wantError(t, err, service.AlreadyExists, "verified")
			must(t, process().Release(t.Context(), service.ReleaseRequest{ID: id}))
			w.wantState(t, id, service.StateAbsent)
			must(t, process().Release(t.Context(), service.ReleaseRequest{ID: id}))
			w.Unpublish(t, publication)
		}
	})
}

// Under every setting a failed domain ends up verified: by its old record, or
// after one more plan by its new one.
func TestEverySettingBringsAFailedDomainBack(t *testing.T) {
	t.Parallel()
	everySetting(t, func(t *testing.T, w *world, sw, value string) {
		id := w.id("failed." + zone)
		token := w.makeVerified(t, w.adapter(t), id)
		w.drift(t, "fail", id)
		if got := read(t, w.adapter(t), id); got.State != service.StateFailed {
			t.Fatalf("reads %+v, want it failed", got)
		}
		err := w.wait(t, w.adapter(t), id, token)
		if sw == workossim.SwitchRestartToken && value != "same" {
			wantError(t, err, service.Rotated, "Plan again")
			planned := w.adapter(t)
			token = read(t, planned, id).Token(service.MethodDNSTXT)
			publication, err := planned.Publication(t.Context(), id, service.MethodDNSTXT, token)
			must(t, err)
			w.Publish(t, publication)
			w.untilVerified(t, w.adapter(t), id, token)
			return
		}
		must(t, err)
		w.wantState(t, id, service.StateVerified)
	})
}

func TestEverySettingShowsWhyADomainExpired(t *testing.T) {
	t.Parallel()
	everySetting(t, func(t *testing.T, w *world, _, _ string) {
		id := w.id("late." + zone)
		_, err := w.adapter(t).Add(t.Context(), id)
		must(t, err)
		w.Poll(t.Context())
		w.clock.Advance(30*24*time.Hour + 2*time.Minute)
		w.Poll(t.Context())
		w.clock.Advance(2 * time.Minute) // beyond the lag of the event
		found := read(t, w.adapter(t), id)
		want := "WorkOS did not see the record within thirty days (domain_verification_period_expired)"
		if found.State != service.StateFailed || found.Reason != want {
			t.Errorf("reads %+v, want it failed because %s", found, want)
		}
	})
}
