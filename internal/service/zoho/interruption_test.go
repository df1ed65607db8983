// SPDX-License-Identifier: MPL-2.0

package zoho_test

import (
	"context"
	"testing"
	"time"

	"github.com/domainverify/terraform-provider-domainverify/internal/sandbox/simhttp"
	"github.com/domainverify/terraform-provider-domainverify/internal/service"
)

func brief(t *testing.T) context.Context {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), 50*time.Millisecond)
	t.Cleanup(cancel)
	return ctx
}

func TestInterruptedAddWhoseOutcomeIsOpenSaysSoAndHowToImport(t *testing.T) {
	t.Parallel()
	for name, faults := range map[string][]simhttp.Fault{
		"never answered":            {{Match: "POST ", Kind: "hang_after"}},
		"lost, and the look hangs":  {{Match: "POST ", Kind: "drop_after"}, {Match: "GET ", Kind: "hang"}},
		"lost, and the retry hangs": {{Match: "POST ", Kind: "drop", Times: 1}, {Match: "POST ", Kind: "hang_after"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t)
			adapter, id := w.adapter(t), w.ID(0)
			read(t, adapter, id)
			for _, fault := range faults {
				w.fault(t, fault)
			}
			_, err := adapter.Add(brief(t), id)
			wantError(t, err, service.Interrupted, "not known", "terraform import ADDRESS "+id.String())
			w.wantState(t, id, service.StatePending)
			w.Heal()
			if got := read(t, adapter, id).State; got != service.StatePending {
				t.Errorf("reads %s in the same process, want what the service has", got)
			}
		})
	}
}

func TestInterruptedVerifyAndReleaseSayWhetherTheOutcomeIsOpen(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	adapter, id := w.adapter(t), w.ID(0)
	token := w.makePending(t, adapter, id)
	w.fault(t, simhttp.Fault{Match: w.domains() + "/", Kind: "hang"})
	_, err := adapter.Verify(brief(t), service.VerifyRequest{ID: id, Method: w.method, Token: token})
	wantError(t, err, service.Interrupted, "may or may not have been applied", "Run Terraform again")
	wantError(t, adapter.Release(brief(t), service.ReleaseRequest{ID: id}), service.Interrupted, "may or may not have been applied", "Run Terraform again")
}

func TestInterruptedReadingShowsWhatZohoAnsweredUntilThen(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.fault(t, simhttp.Fault{Match: "GET ", Kind: "status:503", Times: 1, Body: `{"status":{"code":503,"description":"Down for a moment."}}`})
	w.fault(t, simhttp.Fault{Match: "GET ", Kind: "hang"})
	_, err := w.adapter(t).Read(brief(t), w.ID(0))
	wantError(t, err, service.Interrupted, "timeout expired", "Down for a moment.")
}

// The end of a run waits neither for the budget nor for Zoho's lock.
func TestCallerWhoseTimeIsUpLeavesTheLineWithoutACall(t *testing.T) {
	t.Parallel()
	for name, fill := range map[string]func(*world){
		"budget": func(w *world) { w.values["requests_per_minute"] = "1" },
		"lock": func(w *world) {
			w.fault(t, simhttp.Fault{Match: "POST ", Kind: "status:429", Times: 1, Body: `{"status":{"code":429},"data":{"moreInfo":"try again after 50 seconds"}}`})
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t)
			fill(w)
			ctx, cancel := context.WithCancel(t.Context())
			w.onSleep = func(context.Context) { cancel() }
			adapter := w.adapter(t)
			read(t, adapter, w.ID(0))
			_, err := adapter.Add(ctx, w.ID(0))
			wantError(t, err, service.Interrupted, "interrupted")
			if contains(typedOf(err).Reason, "may or may not") {
				t.Errorf("it says that the outcome is open: %v", err)
			}
			w.wantState(t, w.ID(0), service.StateAbsent)
		})
	}
}
