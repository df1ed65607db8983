// SPDX-License-Identifier: MPL-2.0

package webex_test

import (
	"strings"
	"testing"

	"github.com/domainverify/terraform-provider-domainverify/internal/sandbox/webexsim"
	"github.com/domainverify/terraform-provider-domainverify/internal/service"
	"github.com/domainverify/terraform-provider-domainverify/internal/service/servicetest"
	"github.com/domainverify/terraform-provider-domainverify/internal/service/webex"
)

// refusedAs are the two statuses in which refusals of a claim may come.
func refusedAs() map[string]service.Class {
	return map[string]service.Class{"400": service.Blocked, "409": service.HeldElsewhere}
}

func TestClaimRefusedForAnotherOrganizationIsNeverSuccess(t *testing.T) {
	t.Parallel()
	in(t, modes(), func(_ *testing.T, w *world) {
		for status, want := range refusedAs() {
			w.Set(webexsim.SwitchClaimHeldElsewhere, status)
			w.Set(webexsim.SwitchClaimMultiVerified, status)
			p := w.Player("claimed" + status + "." + zone).Bring(service.StatePending)
			w.Must(w.HoldElsewhere(p.ID.Domain, true))
			w.WantError(p.Claim(), want)
			p.WantState(service.StatePending)

			// The first claim is lost before Webex handles it, the second one refused
			// because another organization has verified the domain as well: it is not ours.
			p = w.Player("verified" + status + "." + zone).Bring(service.StateVerified)
			w.Must(w.HoldElsewhere(p.ID.Domain, false))
			w.Fault(servicetest.Once(claimRequest, "status:503"))
			w.WantError(p.Claim(), want, "another organization")
			p.WantState(service.StateVerified)
		}
	})
}

// Where nothing can be read, a refused repetition fits other reasons as well.
func TestClaimWhoseAnswerWasLostIsOursWhereThatCanBeTold(t *testing.T) {
	t.Parallel()
	in(t, modes(), func(t *testing.T, w *world) {
		for _, value := range []string{"200", "400", "409"} {
			w.Set(webexsim.SwitchClaimOfClaimed, value)
			for _, fault := range []string{"status_after:503", "drop_after", "garbage_after"} {
				p := w.Player(strings.NewReplacer(":", "", "_", "").Replace(fault) + value + "." + zone).Bring(service.StateVerified)
				w.Fault(servicetest.Once(claimRequest, fault))
				w.ForgetRequests()
				repeats, want := 0, refusal{}
				if w.mode == unreadable {
					repeats, want = 1, cannotTell()[servicetest.Setting{Name: webexsim.SwitchClaimOfClaimed, Value: value}][servicetest.StepClaim]
				}
				w.WantError(p.Claim(), want.class, want.words)
				p.WantState(service.StateClaimed)
				w.wantNoTokenRequest(p.ID.Domain)
				w.WantCount(claimRequest, 1+repeats) // it looks before it repeats
			}
		}
	})
}

// Invariant 6. A claim may mark users, and what a second one does is not documented.
func TestClaimWhoseAnswerWasLostIsNotRepeatedWhereTheReadingAfterItFails(t *testing.T) {
	t.Parallel()
	for _, fault := range []string{"status_after:503", "status:503"} {
		w := newWorld(t, listsReading)
		p := w.life().Bring(service.StateVerified)
		w.ForgetRequests()
		w.Fault(servicetest.Once(claimRequest, fault), servicetest.Always(organizationRead, "status:503"))
		typed := w.WantError(p.Claim(), service.Transient, "may or may not have been applied", "import it")
		if !typed.Ambiguous {
			t.Errorf("%s: the outcome counts as known", fault)
		}
		w.WantCount(claimRequest, 1)
		w.Heal()
		w.Must(p.Claim())
		p.WantState(service.StateClaimed)
	}
}

// Most people read the first sentence of an advice and act on it, so force comes last.
func TestClaimWithOutsideUsersNamesThemAndForceLastUnlessForced(t *testing.T) {
	t.Parallel()
	in(t, modes(), func(t *testing.T, w *world) {
		for status, want := range refusedAs() {
			w.Set(webexsim.SwitchClaimOutsideUsers, status)
			p := w.Player(status + "." + zone)
			w.OutsideUsers(p.ID.Domain, 3)
			p.Bring(service.StateVerified)
			typed := w.WantError(p.Claim(), want, "users outside this organization", "force = true")
			after := typed.Advice
			for _, words := range []string{"release it first", "Control Hub, or let them", "force = true", "overrides them"} {
				var found bool
				if _, after, found = strings.Cut(after, words); !found {
					t.Errorf("%s: the advice lacks %q in its place:\n%s", status, words, typed.Advice)
				}
			}
			if strings.Contains(typed.Reason, "force") {
				t.Errorf("the reason advises: %s", typed.Reason)
			}
			w.Must(p.With(webex.OptionForce).Claim())
			p.WantState(service.StateClaimed)
		}
	})
}

// The process has just verified the domain, which the read, ten minutes behind, does not show.
func TestClaimThatTheReadIsBehindOfIsNotExplainedByAMissingVerification(t *testing.T) {
	t.Parallel()
	w := newWorld(t, listsReading)
	w.behind()
	p := w.life()
	w.OutsideUsers(p.ID.Domain, 3)
	p.Bring(service.StateVerified)
	w.WantError(p.Claim(), service.Blocked, "users outside this organization", "force = true", "may be behind")
}

// The verification that the claim refers to may have succeeded as pending.
func TestClaimOfAPendingDomainNamesHandOffMode(t *testing.T) {
	t.Parallel()
	in(t, readable(), func(_ *testing.T, w *world) {
		w.WantError(w.life().Bring(service.StatePending).Claim(), service.Blocked, "not verified in this organization", "wait_for_verification = false", "failure_reason")
	})
}

func TestAdviceOnAForcedClaimDoesNotNameForce(t *testing.T) {
	t.Parallel()
	w := newWorld(t, listsReading)
	p := w.life().Bring(service.StateVerified)
	w.Fault(servicetest.Once(claimRequest, "status:409"))
	if typed := w.WantError(p.With(webex.OptionForce).Claim(), service.HeldElsewhere, "release it first"); strings.Contains(typed.Advice, "force") {
		t.Errorf("advice on a forced claim: %s", typed.Advice)
	}
}

// Nothing shows that somebody has removed the verification, so no run verifies again by itself.
func TestAdviceOnAClaimThatNothingExplainsVerifiesAgain(t *testing.T) {
	t.Parallel()
	for _, drift := range []string{"unverify", "remove"} {
		w := newWorld(t, unreadable)
		p := w.Player(drift + "." + zone).Bring(service.StateVerified)
		w.OutOfBand(drift, p.ID.Domain)
		typed := w.WantError(p.Anew().Claim(), service.Blocked, "the domain is not verified, or", "import it")
		const command = "\n\n  terraform apply -replace=domainverify_verification_token.NAME -replace=domainverify_verification.NAME\n\n"
		if !strings.Contains(typed.Advice, command) {
			t.Errorf("%s: the advice does not verify again:\n%s", drift, typed.Advice)
		}
	}
}

// The read is ten minutes behind and still shows the verification.
func TestAdviceOnAClaimThatTheReadIsBehindOfIsToRunAgain(t *testing.T) {
	t.Parallel()
	w := newWorld(t, listsReading)
	p := w.life().Bring(service.StateVerified)
	w.behind()
	w.OutOfBand("unverify", p.ID.Domain)
	typed := w.WantError(p.Anew().Claim(), service.Blocked, "the domain is not verified, or")
	if !strings.Contains(typed.Advice, "does not show the domain as verified, run Terraform again after some minutes") {
		t.Errorf("the advice does not say that what is shown may be behind:\n%s", typed.Advice)
	}
}

// The success is a proxy's invention.
func TestClaimAnsweredWithAnEmptySuccessIsLookedAfter(t *testing.T) {
	t.Parallel()
	in(t, modes(), func(t *testing.T, w *world) {
		n := 0
		for body, kind := range map[string]string{`{}`: "status:200", `{"data":[{"domain":"other.corp.test","url":""}]}`: "status:200", "": "status:204"} {
			p := w.Player(servicetest.Domain(n)).Bring(service.StateVerified)
			n++
			w.ForgetRequests()
			w.Fault(servicetest.Once(claimRequest, kind, body))
			typed := w.WantError(p.Claim(), service.Transient, "does not name the domain as claimed", "import it", "Otherwise run Terraform again")
			if strings.Contains(typed.Advice, "release it") {
				t.Errorf("the advice sends to a holder whom nothing shows: %s", typed.Advice)
			}
			p.WantState(service.StateVerified)
			w.wantNoTokenRequest(p.ID.Domain)
			w.Must(p.Claim())
			p.WantState(service.StateClaimed)
		}
	})
}

func TestClaimWhoseAnswerNamesNothingIsBelievedWhereItIsSeen(t *testing.T) {
	t.Parallel()
	in(t, readable(), func(_ *testing.T, w *world) {
		p := w.life().Bring(service.StateVerified)
		w.Fault(servicetest.Once(claimRequest, "status_after:200", "{}"))
		w.Must(p.Claim())
		p.WantState(service.StateClaimed)
	})
}

func TestUnclaimTriesBase64OnceAndRemembersIt(t *testing.T) {
	t.Parallel()
	w := newWorld(t, unreadable)
	p := w.Player("plain." + zone).Bring(service.StateClaimed)
	w.Must(p.Unclaim())
	w.Set(webexsim.SwitchUnclaimEncoding, "base64")
	for _, domain := range []string{"first." + zone, "second." + zone} {
		w.Must(p.For(domain).Bring(service.StateClaimed).Unclaim())
	}
	w.WantSent(unclaimRequest, bodyOf("plain.corp.test"), bodyOf("first.corp.test"), bodyOf("Zmlyc3QuY29ycC50ZXN0"), bodyOf("c2Vjb25kLmNvcnAudGVzdA=="))
}

// The success is a proxy's invention, and so is the one of the release after it.
func TestUnclaimAnsweredWithAnEmptySuccessIsLookedAfter(t *testing.T) {
	t.Parallel()
	in(t, readable(), func(_ *testing.T, w *world) {
		p := w.life().Bring(service.StateClaimed)
		w.ForgetRequests()
		w.Fault(servicetest.Always(unclaimRequest, "status:200", "{}"))
		w.WantError(p.Anew().Unclaim(), service.Transient, "still shows the claim", "Run Terraform again")
		p.WantState(service.StateClaimed)
		w.WantCount(unclaimRequest, 2)
		w.Heal()
		w.Fault(servicetest.Once(unclaimRequest, "status:200", "{}")) // put right by the second release
		w.Must(p.Anew().Unclaim())
		p.WantState(service.StateVerified)
		w.wantNoTokenRequest(p.ID.Domain)
	})
}

// An empty page of a proxy looks like the documented success.
func TestUnclaimIsNotBelievedWhereTheReadingAfterItFails(t *testing.T) {
	t.Parallel()
	w := newWorld(t, listsReading)
	p := w.life().Bring(service.StateClaimed)
	unreadableAfterwards := servicetest.Always(organizationRead, "status:503")
	unreadableAfterwards.Skip = 1
	w.Fault(servicetest.Once(unclaimRequest, "empty"), unreadableAfterwards)
	w.WantError(p.Anew().Unclaim(), service.Transient)
	p.WantState(service.StateClaimed)
	w.Heal()
	w.Must(p.Anew().Unclaim())
	p.WantState(service.StateVerified)
}

// Where nothing can be read, the release of the domain meets the claim.
func TestReleaseAfterAnEmptySuccessOfUnclaimSaysThatTheClaimIsLeft(t *testing.T) {
	t.Parallel()
	w := newWorld(t, unreadable)
	p := w.life().Bring(service.StateClaimed)
	w.Fault(servicetest.Once(unclaimRequest, "status:200", "{}"))
	w.Must(p.Unclaim())
	w.WantError(p.Release(), service.Blocked, "reported the release of that claim as a success", "Control Hub")
	p.WantState(service.StateClaimed)
}

// The read is ten minutes behind and still shows the claim.
func TestUnclaimThatTheReadIsBehindOfSucceedsAlsoWhereItsAnswerIsLost(t *testing.T) {
	t.Parallel()
	for _, setting := range []string{"400", "404"} {
		for _, lost := range []bool{false, true} {
			w := newWorld(t, listsReading)
			w.Set(webexsim.SwitchUnclaimOfUnclaimed, setting)
			p := w.life().Bring(service.StateClaimed)
			w.behind()
			if lost {
				w.Fault(servicetest.Once(unclaimRequest, "status_after:503"))
			}
			p = p.Anew()
			w.Must(p.Unclaim())
			p.WantState(service.StateVerified)
			if !lost {
				p.WantRead(service.StateVerified)
			}
		}
	}
}

// Webex sends no page: that a claim is gone is its own to say.
func TestUnclaimAnsweredWithAProxysPageIsNoSuccess(t *testing.T) {
	t.Parallel()
	in(t, modes(), func(_ *testing.T, w *world) {
		p := w.life().Bring(service.StateClaimed)
		w.Fault(servicetest.Always(unclaimRequest, "status:404", servicetest.ProxyPage))
		w.WantError(p.Anew().Unclaim(), service.Transient, "proxy")
		p.WantState(service.StateClaimed)
		w.Heal()
		w.Must(p.Anew().Unclaim())
		p.WantState(service.StateVerified)
	})
}

func TestUnclaimRefusedForAnotherReasonIsNoSuccess(t *testing.T) {
	t.Parallel()
	in(t, modes(), func(_ *testing.T, w *world) {
		p := w.life().Bring(service.StateClaimed)
		w.Fault(servicetest.Always(unclaimRequest, "status:400", `{"message":"an export is running"}`))
		words := "shows the domain as claimed"
		if w.mode == unreadable {
			words = "does not show whether there is a claim"
		}
		w.ForgetRequests()
		w.WantError(p.Anew().Unclaim(), service.Rejected, words, "terraform state rm")
		p.WantState(service.StateClaimed)
		w.wantNoTokenRequest(p.ID.Domain)
		w.WantCount(unclaimRequest, 2)
	})
}

// The claim was made in Control Hub after this process has read the domain.
func TestUnclaimGivesUpAClaimThatIsNotKnown(t *testing.T) {
	t.Parallel()
	in(t, modes(), func(_ *testing.T, w *world) {
		stale := w.life().Bring(service.StateVerified)
		w.Must(stale.Anew().Claim())
		w.Must(stale.Unclaim())
		stale.WantState(service.StateVerified)
	})
}

func TestUnclaimOfADomainThatIsGoneDoesNotMakeItReadVerified(t *testing.T) {
	t.Parallel()
	for _, setting := range []string{"400", "404"} {
		w := newWorld(t, listsReading)
		w.Set(webexsim.SwitchUnclaimOfUnclaimed, setting)
		p := w.life().Bring(service.StateClaimed)
		w.OutOfBand("remove", p.ID.Domain)
		w.Must(p.Unclaim())
		p.WantRead(service.StateAbsent)
	}
}
