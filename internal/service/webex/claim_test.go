// SPDX-License-Identifier: MPL-2.0

package webex_test

import (
	"errors"
	"strings"
	"testing"

	"github.com/domainverify/terraform-provider-domainverify/internal/sandbox/simhttp"
	"github.com/domainverify/terraform-provider-domainverify/internal/sandbox/webexsim"
	"github.com/domainverify/terraform-provider-domainverify/internal/service"
)

// statuses are the two in which refusals of a claim may come.
func statuses() []string { return []string{"400", "409"} }

func TestClaimOfADomainClaimedElsewhereIsNeverSuccess(t *testing.T) {
	t.Parallel()
	for _, reading := range modes() {
		for _, status := range statuses() {
			t.Run(string(reading)+", "+status, func(t *testing.T) {
				t.Parallel()
				w := newWorld(t, reading)
				w.set(t, webexsim.SwitchClaimHeldElsewhere, status)
				adapter, id := w.adapter(t), w.id("life."+zone)
				w.makePending(t, adapter, id)
				must(t, w.Webex.HoldElsewhere(id.Domain, true))
				want := service.HeldElsewhere
				if status == "400" {
					want = service.Blocked
				}
				wantError(t, claim(t, adapter, id), want)
				w.wantState(t, id, service.StatePending)
			})
		}
	}
}

// The first claim is lost before Webex handles it, the second one refused
// because another organization has verified the domain as well.
func TestClaimRefusedAfterALostOneIsNotTakenForOurs(t *testing.T) {
	t.Parallel()
	for _, reading := range modes() {
		for _, status := range statuses() {
			t.Run(string(reading)+", "+status, func(t *testing.T) {
				t.Parallel()
				w := newWorld(t, reading)
				w.set(t, webexsim.SwitchClaimMultiVerified, status)
				adapter, id := w.adapter(t), w.id("life."+zone)
				w.makeVerified(t, adapter, id)
				must(t, w.Webex.HoldElsewhere(id.Domain, false))
				w.fault(t, simhttp.Fault{Match: "/claimDomain", Kind: "status:503", Times: 1})
				want := service.HeldElsewhere
				if status == "400" {
					want = service.Blocked
				}
				wantError(t, claim(t, adapter, id), want, "another organization")
				w.wantState(t, id, service.StateVerified)
			})
		}
	}
}

func TestClaimWhoseAnswerWasLostIsOurs(t *testing.T) {
	t.Parallel()
	for _, reading := range modes() {
		for _, setting := range []string{"200", "400", "409"} {
			for _, fault := range []string{"status_after:503", "drop_after", "garbage_after"} {
				t.Run(string(reading)+", "+setting+", "+fault, func(t *testing.T) {
					t.Parallel()
					w := newWorld(t, reading)
					w.set(t, webexsim.SwitchClaimOfClaimed, setting)
					adapter, id := w.adapter(t), w.id("life."+zone)
					w.makeVerified(t, adapter, id)
					w.fault(t, simhttp.Fault{Match: "/claimDomain", Kind: fault, Times: 1})
					must(t, claim(t, adapter, id))
					w.wantState(t, id, service.StateClaimed)
					repeats := len(w.bodies("claimDomain")) - 1
					if want := map[bool]int{true: 1, false: 0}[reading == unreadable]; repeats != want {
						t.Errorf("%d repeated claims, want %d: it looks before it repeats", repeats, want)
					}
				})
			}
		}
	}
}

func TestClaimWithOutsideUsersNamesThemUnlessForced(t *testing.T) {
	t.Parallel()
	for _, status := range statuses() {
		w := newWorld(t, listsReading)
		w.set(t, webexsim.SwitchClaimOutsideUsers, status)
		adapter, id := w.adapter(t), w.id("life."+zone)
		w.Webex.OutsideUsers(id.Domain, 3)
		w.makeVerified(t, adapter, id)
		want := service.HeldElsewhere
		if status == "400" {
			want = service.Blocked
		}
		wantError(t, claim(t, adapter, id), want, "users outside this organization", "force = true")
		must(t, adapter.Claim(t.Context(), service.ClaimRequest{ID: id, Force: true}))
		w.wantState(t, id, service.StateClaimed)
	}
}

// Most people read the first sentence of an advice and act on it.
func TestAdviceOnARefusedClaimNamesForceLast(t *testing.T) {
	t.Parallel()
	for _, reading := range modes() {
		for _, status := range statuses() {
			w := newWorld(t, reading)
			w.set(t, webexsim.SwitchClaimOutsideUsers, status)
			adapter, id := w.adapter(t), w.id("life."+zone)
			w.Webex.OutsideUsers(id.Domain, 3)
			w.makeVerified(t, adapter, id)
			err := claim(t, adapter, id)
			typed, ok := errors.AsType[*service.Error](err)
			if !ok {
				t.Fatalf("%s, %s: %v", reading, status, err)
			}
			harmless, force := strings.Index(typed.Advice, "Control Hub, or let them"), strings.Index(typed.Advice, "force = true")
			release, consequence := strings.Index(typed.Advice, "release it first"), strings.Index(typed.Advice, "overrides them")
			if release < 0 || harmless < release || force < harmless || consequence < force {
				t.Errorf("%s, %s: advice not in the order release, harmless ways, force, what force does:\n%s", reading, status, typed.Advice)
			}
			if strings.Contains(typed.Reason, "force") {
				t.Errorf("the reason advises: %s", typed.Reason)
			}
		}
	}
}

func TestAdviceOnAForcedClaimDoesNotNameForce(t *testing.T) {
	t.Parallel()
	w := newWorld(t, listsReading)
	adapter, id := w.adapter(t), w.id("life."+zone)
	w.makeVerified(t, adapter, id)
	w.fault(t, simhttp.Fault{Match: "/claimDomain", Kind: "status:409", Times: 1})
	err := adapter.Claim(t.Context(), service.ClaimRequest{ID: id, Force: true})
	if typed, ok := errors.AsType[*service.Error](err); !ok || !strings.Contains(typed.Advice, "release it first") || strings.Contains(typed.Advice, "force") {
		t.Errorf("advice on a forced claim: %v", err)
	}
}
