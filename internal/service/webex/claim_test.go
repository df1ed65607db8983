// SPDX-License-Identifier: MPL-2.0

package webex_test

import (
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

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

// Where nothing can be read, a refused repetition fits other reasons as well.
func TestClaimWhoseAnswerWasLostIsOursWhereThatCanBeTold(t *testing.T) {
	t.Parallel()
	for _, reading := range modes() {
		for _, value := range []string{"200", "400", "409"} {
			for _, fault := range []string{"status_after:503", "drop_after", "garbage_after"} {
				t.Run(string(reading)+", "+value+", "+fault, func(t *testing.T) {
					t.Parallel()
					w := newWorld(t, reading)
					w.set(t, webexsim.SwitchClaimOfClaimed, value)
					adapter, id := w.adapter(t), w.id("life."+zone)
					w.makeVerified(t, adapter, id)
					w.fault(t, simhttp.Fault{Match: "/claimDomain", Kind: fault, Times: 1})
					w.Recorder.ForgetRequests()
					err := claim(t, adapter, id)
					if want := cannotTell()[setting{webexsim.SwitchClaimOfClaimed, value}]; reading == unreadable {
						want["claim"].check(t, err)
					} else {
						must(t, err)
					}
					w.wantState(t, id, service.StateClaimed)
					w.wantNoTokenRequestFor(t, id)
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
		must(t, adapter.Claim(t.Context(), service.ClaimRequest{ID: id, Options: force}))
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
	err := adapter.Claim(t.Context(), service.ClaimRequest{ID: id, Options: force})
	if typed, ok := errors.AsType[*service.Error](err); !ok || !strings.Contains(typed.Advice, "release it first") || strings.Contains(typed.Advice, "force") {
		t.Errorf("advice on a forced claim: %v", err)
	}
}

// The success is a proxy's invention.
func TestClaimAnsweredWithAnEmptySuccessIsLookedAfter(t *testing.T) {
	t.Parallel()
	for _, reading := range modes() {
		for body, kind := range map[string]string{`{}`: "status:200", `{"data":[{"domain":"other.corp.test","url":""}]}`: "status:200", "": "status:204"} {
			w := newWorld(t, reading)
			adapter, id := w.adapter(t), w.id("life."+zone)
			w.makeVerified(t, adapter, id)
			w.Recorder.ForgetRequests()
			w.fault(t, simhttp.Fault{Match: "/claimDomain", Kind: kind, Times: 1, Body: body})
			wantError(t, claim(t, adapter, id), service.Transient, "does not name the domain as claimed", "import it")
			w.wantState(t, id, service.StateVerified)
			w.wantNoTokenRequestFor(t, id)
			must(t, claim(t, adapter, id))
			w.wantState(t, id, service.StateClaimed)
		}
	}
}

func TestClaimWhoseAnswerNamesNothingIsBelievedWhereItIsSeen(t *testing.T) {
	t.Parallel()
	for _, reading := range []mode{probing, listsReading} {
		w := newWorld(t, reading)
		adapter, id := w.adapter(t), w.id("life."+zone)
		w.makeVerified(t, adapter, id)
		w.fault(t, simhttp.Fault{Match: "/claimDomain", Kind: "status_after:200", Times: 1, Body: "{}"})
		must(t, claim(t, adapter, id))
		w.wantState(t, id, service.StateClaimed)
	}
}

func TestUnclaimTriesBase64OnceAndRemembersIt(t *testing.T) {
	t.Parallel()
	w := newWorld(t, unreadable)
	w.set(t, webexsim.SwitchUnclaimEncoding, "base64")
	adapter, first, second := w.adapter(t), w.id("first."+zone), w.id("second."+zone)
	w.makeClaimed(t, adapter, first)
	w.makeClaimed(t, adapter, second)
	must(t, adapter.Unclaim(t.Context(), first))
	must(t, adapter.Unclaim(t.Context(), second))
	want := []string{`{"domain":"first.corp.test"}`, `{"domain":"Zmlyc3QuY29ycC50ZXN0"}`, `{"domain":"c2Vjb25kLmNvcnAudGVzdA=="}`}
	if diff := cmp.Diff(want, w.bodies("unclaimDomain")); diff != "" {
		t.Errorf("sent (-want +got):\n%s", diff)
	}
}

// A token request may replace a token, and makes a pending entry.
func (w *world) wantNoTokenRequestFor(t *testing.T, id service.DomainID) {
	t.Helper()
	if body := `{"domain":"` + id.Domain + `"}`; slices.Contains(w.bodies("getDomainVerificationToken"), body) {
		t.Errorf("a token was requested for %s", id.Domain)
	}
}

// The success is a proxy's invention, and so is the one of the release after it.
func TestUnclaimAnsweredWithAnEmptySuccessIsLookedAfter(t *testing.T) {
	t.Parallel()
	for _, reading := range []mode{probing, listsReading} {
		w := newWorld(t, reading)
		id := w.id("life." + zone)
		w.makeClaimed(t, w.adapter(t), id)
		w.Recorder.ForgetRequests()
		w.fault(t, simhttp.Fault{Match: "/unclaimDomain", Kind: "status:200", Times: 2, Body: "{}"})
		wantError(t, w.adapter(t).Unclaim(t.Context(), id), service.Transient, "still shows the claim", "Run Terraform again")
		w.wantState(t, id, service.StateClaimed)
		// Once is mended by the second release.
		w.Heal()
		w.fault(t, simhttp.Fault{Match: "/unclaimDomain", Kind: "status:200", Times: 1, Body: "{}"})
		must(t, w.adapter(t).Unclaim(t.Context(), id))
		w.wantState(t, id, service.StateVerified)
		w.wantNoTokenRequestFor(t, id)
	}
}

// Where nothing can be read, the release of the domain meets the claim.
func TestReleaseAfterAnEmptySuccessOfUnclaimSaysThatTheClaimIsLeft(t *testing.T) {
	t.Parallel()
	w := newWorld(t, unreadable)
	adapter, id := w.adapter(t), w.id("life."+zone)
	w.makeClaimed(t, adapter, id)
	w.fault(t, simhttp.Fault{Match: "/unclaimDomain", Kind: "status:200", Times: 1, Body: "{}"})
	must(t, adapter.Unclaim(t.Context(), id))
	err := adapter.Release(t.Context(), service.ReleaseRequest{ID: id})
	wantError(t, err, service.Blocked, "reported the release of that claim as a success", "Control Hub")
	w.wantState(t, id, service.StateClaimed)
}

func TestUnclaimThatTheReadIsBehindOfSucceeds(t *testing.T) {
	t.Parallel()
	for _, setting := range []string{"400", "404"} {
		w := newWorld(t, listsReading)
		w.set(t, webexsim.SwitchUnclaimOfUnclaimed, setting)
		id := w.id("life." + zone)
		w.makeClaimed(t, w.adapter(t), id)
		w.Clock.Advance(time.Hour)
		w.set(t, webexsim.SwitchOrganizationReadLag, "600")
		adapter := w.adapter(t)
		must(t, adapter.Unclaim(t.Context(), id))
		w.wantState(t, id, service.StateVerified)
		if got := read(t, adapter, id).State; got != service.StateVerified {
			t.Errorf("%s: it reads %s, want %s", setting, got, service.StateVerified)
		}
	}
}

func TestUnclaimThatIsTakenPlainIsSentOnce(t *testing.T) {
	t.Parallel()
	w := newWorld(t, unreadable)
	adapter, id := w.adapter(t), w.id("life."+zone)
	w.makeClaimed(t, adapter, id)
	must(t, adapter.Unclaim(t.Context(), id))
	if diff := cmp.Diff([]string{`{"domain":"life.corp.test"}`}, w.bodies("unclaimDomain")); diff != "" {
		t.Errorf("sent (-want +got):\n%s", diff)
	}
}

func TestUnclaimRefusedForAnotherReasonIsNoSuccess(t *testing.T) {
	t.Parallel()
	for _, reading := range modes() {
		t.Run(string(reading), func(t *testing.T) {
			t.Parallel()
			w := newWorld(t, reading)
			id := w.id("life." + zone)
			w.makeClaimed(t, w.adapter(t), id)
			w.fault(t, simhttp.Fault{Match: "/unclaimDomain", Kind: "status:400", Times: 2, Body: `{"message":"an export is running"}`})
			words := "shows the domain as claimed"
			if reading == unreadable {
				words = "does not show whether there is a claim"
			}
			w.Recorder.ForgetRequests()
			wantError(t, w.adapter(t).Unclaim(t.Context(), id), service.Rejected, words, "terraform state rm")
			w.wantState(t, id, service.StateClaimed)
			w.wantNoTokenRequestFor(t, id)
		})
	}
}

// The claim was made in Control Hub after this process has read the domain.
func TestUnclaimGivesUpAClaimThatIsNotKnown(t *testing.T) {
	t.Parallel()
	for _, reading := range modes() {
		w := newWorld(t, reading)
		stale, id := w.adapter(t), w.id("life."+zone)
		w.makeVerified(t, stale, id)
		must(t, claim(t, w.adapter(t), id))
		must(t, stale.Unclaim(t.Context(), id))
		w.wantState(t, id, service.StateVerified)
	}
}

func TestUnclaimOfADomainThatIsGoneDoesNotMakeItReadVerified(t *testing.T) {
	t.Parallel()
	for _, setting := range []string{"400", "404"} {
		w := newWorld(t, listsReading)
		w.set(t, webexsim.SwitchUnclaimOfUnclaimed, setting)
		adapter, id := w.adapter(t), w.id("life."+zone)
		w.makeClaimed(t, adapter, id)
		w.Remove(t, id)
		must(t, adapter.Unclaim(t.Context(), id))
		if got := read(t, adapter, id).State; got != service.StateAbsent {
			t.Errorf("%s: it reads %s, want %s", setting, got, service.StateAbsent)
		}
	}
}

// The read is ten minutes behind and still shows the claim.
func TestUnclaimWhoseAnswerWasLostSucceedsThoughTheReadIsBehind(t *testing.T) {
	t.Parallel()
	w := newWorld(t, listsReading)
	id := w.id("life." + zone)
	w.makeClaimed(t, w.adapter(t), id)
	w.Clock.Advance(time.Hour)
	w.set(t, webexsim.SwitchOrganizationReadLag, "600")
	w.fault(t, simhttp.Fault{Match: "/unclaimDomain", Kind: "status_after:503", Times: 1})
	must(t, w.adapter(t).Unclaim(t.Context(), id))
	w.wantState(t, id, service.StateVerified)
}
