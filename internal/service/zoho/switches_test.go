// SPDX-License-Identifier: MPL-2.0

package zoho_test

import (
	"fmt"
	"testing"

	"github.com/domainverify/terraform-provider-domainverify/internal/sandbox/simhttp"
	"github.com/domainverify/terraform-provider-domainverify/internal/sandbox/zohosim"
	"github.com/domainverify/terraform-provider-domainverify/internal/service"
	"github.com/domainverify/terraform-provider-domainverify/internal/service/zoho"
)

// everySetting runs test under each setting of each switch.
func everySetting(t *testing.T, test func(t *testing.T, w *world)) {
	t.Helper()
	everySettingBy(t, []service.Method{service.MethodDNSTXT}, test)
}

func everySettingBy(t *testing.T, methods []service.Method, test func(t *testing.T, w *world)) {
	t.Helper()
	for _, sw := range newWorld(t).Switches().List() {
		for _, value := range sw.Allowed {
			for _, method := range methods {
				t.Run(sw.Name+"="+value+", "+string(method), func(t *testing.T) {
					t.Parallel()
					w := newWorld(t)
					w.method = method
					w.set(t, sw.Name, value)
					if sw.Name == zohosim.SwitchDeleteOfPrimary && value == "400" {
						// The first verified domain is the primary one.
						must(t, w.AddDomain(zohosim.DomainSpec{Domain: "primary." + zone, Verified: true}))
					}
					test(t, w)
				})
			}
		}
	}
}

// processes gives the adapter of one process for all steps, or of a new one
// for each step, as when every step is an apply of its own.
func (w *world) processes(t *testing.T) []func() *zoho.Adapter {
	one := w.adapter(t)
	return []func() *zoho.Adapter{
		func() *zoho.Adapter { return one },
		func() *zoho.Adapter { return w.adapter(t) },
	}
}

func TestEverySettingPassesTheWholeLifecycleAndLeavesNothing(t *testing.T) {
	t.Parallel()
	everySettingBy(t, service.Methods(), func(t *testing.T, w *world) {
		for _, process := range w.processes(t) {
			id := w.id("life." + zone)
			_, err := process().Add(t.Context(), id)
			must(t, err)
			challenge, err := process().Challenge(t.Context(), id, w.method)
			must(t, err)
			token := challenge.Token
			if got := read(t, process(), id); got.State != service.StatePending || got.Token(w.method) != token || got.RemoteID != id.Domain {
				t.Fatalf("reads %+v, want it pending with the token %s", got, token)
			}
			_, err = w.verify(t, process(), id, token)
			wantError(t, err, service.NotYet)
			publication, err := process().Publication(t.Context(), id, w.method, token)
			must(t, err)
			w.Publish(t, publication)
			w.clock.Advance(zohosPatience)
			for range 2 {
				found, err := w.verify(t, process(), id, token)
				must(t, err)
				if !found.State.Verified() {
					t.Fatalf("verify: %+v", found)
				}
			}
			if got := read(t, process(), id); got.State != service.StateVerified || got.Token(w.method) != token && got.Token(w.method) != "" {
				t.Errorf("reads %+v, want it verified", got)
			}
			must(t, process().Explain(t.Context(), id, w.method, token))
			_, err = process().Add(t.Context(), id)
			wantError(t, err, service.AlreadyExists, "verified")
			w.clock.Advance(zohosPatience * 4) // each process has a budget of its own, and Zoho one for all
			must(t, release(t, process(), id))
			w.wantState(t, id, service.StateAbsent)
			must(t, release(t, process(), id))
			if got := read(t, process(), id); got.State != service.StateAbsent {
				t.Errorf("reads %+v after the release", got)
			}
			w.Unpublish(t, publication)
		}
	})
}

// Under every setting a token that was shown in this process stays known.
func TestEverySettingKeepsTheTokenOfADomainThatGotVerified(t *testing.T) {
	t.Parallel()
	everySetting(t, func(t *testing.T, w *world) {
		adapter, id := w.adapter(t), w.ID(0)
		token := w.makeVerified(t, adapter, id)
		must(t, adapter.Explain(t.Context(), id, w.method, token))
		if got := read(t, adapter, id); got.Token(w.method) != token {
			t.Errorf("reads %+v, want the token %s as before", got, token)
		}
	})
}

func TestEverySettingNoticesDomainsThatAreGoneOrWereAddedAnew(t *testing.T) {
	t.Parallel()
	everySetting(t, func(t *testing.T, w *world) {
		adapter, id := w.adapter(t), w.ID(0)
		token := w.makePending(t, adapter, id)
		w.drift(t, "rotate", id)
		wantError(t, adapter.Explain(t.Context(), id, w.method, token), service.Rotated, "terraform plan")
		_, err := w.verify(t, adapter, id, token)
		wantError(t, err, service.Rotated, "terraform plan")
		w.drift(t, "remove", id)
		_, err = w.verify(t, adapter, id, read(t, adapter, id).Token(w.method))
		wantError(t, err, service.Blocked, "does not have the domain", "terraform plan")
		wantError(t, adapter.Explain(t.Context(), id, w.method, token), service.Blocked, "does not have the domain")
		_, err = adapter.Challenge(t.Context(), id, w.method)
		wantError(t, err, service.Blocked, "does not have the domain")
	})
}

func TestEverySettingShowsAnExpiredRegistrationAsDrift(t *testing.T) {
	t.Parallel()
	everySetting(t, func(t *testing.T, w *world) {
		id := w.ID(0)
		token := w.makeVerified(t, w.adapter(t), id)
		w.drift(t, "unverify", id)
		adapter := w.adapter(t)
		got := read(t, adapter, id)
		if explained := w.Switches().Value(zohosim.SwitchExpiredField) == "present"; got.State != service.StatePending || explained != contains(got.Reason, "90 days") {
			t.Errorf("reads %+v, want it pending, with the reason where Zoho tells it", got)
		}
		found, err := w.verify(t, adapter, id, token)
		if err != nil || !found.State.Verified() {
			t.Errorf("verify again: %+v, %v", found, err)
		}
	})
}

func TestEverySettingRefusesADomainThatAnotherOrganizationHas(t *testing.T) {
	t.Parallel()
	everySetting(t, func(t *testing.T, w *world) {
		adapter, id := w.adapter(t), w.ID(0)
		must(t, w.HoldElsewhere(id.Domain))
		_, err := adapter.Add(t.Context(), id)
		wantError(t, err, service.HeldElsewhere, "another Zoho organization", "Waiting does not help")
		w.wantCount(t, "POST "+w.domains(), 1)
	})
}

func TestEverySettingSaysThatTheThirtyFirstDomainIsOneTooMany(t *testing.T) {
	t.Parallel()
	everySetting(t, func(t *testing.T, w *world) {
		for n := range 30 - len(w.Snapshot().Domains) {
			must(t, w.AddDomain(zohosim.DomainSpec{Domain: w.ID(n).Domain}))
		}
		_, err := w.adapter(t).Add(t.Context(), w.ID(30))
		wantError(t, err, service.Blocked, "30 domains", "Remove a domain")
		w.wantCount(t, "POST "+w.domains(), 1)
	})
}

func TestEverySettingBlocksTheReleaseOfADomainInUse(t *testing.T) {
	t.Parallel()
	everySetting(t, func(t *testing.T, w *world) {
		adapter, id := w.adapter(t), w.ID(0)
		w.makeVerified(t, adapter, id)
		must(t, w.SetUsers(id.Domain, 3))
		wantError(t, release(t, adapter, id), service.Blocked, "users", "still use it", "admin console")
		w.wantState(t, id, service.StateVerified)
	})
}

// everyPair runs test under each pair of settings of the switches that say how
// a refusal looks.
func everyPair(t *testing.T, test func(t *testing.T, w *world)) {
	t.Helper()
	type setting struct{ name, value string }
	var settings []setting
	for _, sw := range newWorld(t).Switches().List() {
		switch sw.Name {
		case zohosim.SwitchForeignDomain, zohosim.SwitchDomainLimit, zohosim.SwitchUnknownDomain, zohosim.SwitchDuplicateDomain, zohosim.SwitchEmptyList:
			for _, value := range sw.Allowed[1:] {
				settings = append(settings, setting{sw.Name, value})
			}
		}
	}
	for i, one := range settings {
		for _, other := range settings[i+1:] {
			if one.name == other.name {
				continue
			}
			t.Run(one.name+"="+one.value+", "+other.name+"="+other.value, func(t *testing.T) {
				t.Parallel()
				w := newWorld(t)
				w.set(t, one.name, one.value)
				w.set(t, other.name, other.value)
				test(t, w)
			})
		}
	}
}

func TestEveryPairOfSettingsTellsWhyADomainIsRefused(t *testing.T) {
	t.Parallel()
	everyPair(t, func(t *testing.T, w *world) {
		held := w.ID(31)
		must(t, w.HoldElsewhere(held.Domain))
		_, err := w.adapter(t).Add(t.Context(), held)
		wantError(t, err, service.HeldElsewhere, "another Zoho organization")
		for n := range 30 {
			must(t, w.AddDomain(zohosim.DomainSpec{Domain: w.ID(n).Domain}))
		}
		_, err = w.adapter(t).Add(t.Context(), w.ID(30))
		wantError(t, err, service.Blocked, "30 domains")
		w.wantCount(t, "POST ", 2)
	})
}

func TestEveryPairOfSettingsNoticesThatTheOnlyDomainIsGone(t *testing.T) {
	t.Parallel()
	everyPair(t, func(t *testing.T, w *world) {
		adapter, id := w.adapter(t), w.ID(0)
		token := w.makePending(t, adapter, id)
		w.drift(t, "remove", id)
		_, err := w.verify(t, adapter, id, token)
		wantError(t, err, service.Blocked, "does not have the domain")
		if got := read(t, w.adapter(t), id); got.State != service.StateAbsent {
			t.Errorf("reads %+v, want it absent", got)
		}
		must(t, release(t, w.adapter(t), id))
	})
}

// What the two statuses of a refusal can be beside those of the simulator.
func TestRefusalOfWhicheverStatusIsARefusal(t *testing.T) {
	t.Parallel()
	for _, answer := range []struct {
		http int
		body string
		want service.Class
	}{
		{400, `{"status":{"code":500,"description":"Internal Error"},"data":{"moreInfo":"already associated with another organization"}}`, service.HeldElsewhere},
		{500, `{"status":{"code":400,"description":"already associated with another organization"}}`, service.HeldElsewhere},
		{500, `{"status":{"code":500,"description":"already associated with another organization"}}`, service.HeldElsewhere},
		{500, `{"status":{"code":500,"description":"Internal Error"},"data":{"error":"DOMAIN_ALREADY_EXISTS"}}`, service.HeldElsewhere},
		{500, `{"status":{"code":500,"description":"Internal Server Error"},"data":{"errorCode":"INTERNAL_ERROR"}}`, service.Transient},
		{200, `{"status":{"code":500,"description":"Internal Error"},"data":{"errorCode":"INTERNAL_SERVER_ERROR"}}`, service.Transient},
	} {
		w := newWorld(t)
		adapter, id := w.adapter(t), w.ID(0)
		w.fault(t, simhttp.Fault{Match: "POST ", Kind: fmt.Sprintf("status:%d", answer.http), Body: answer.body})
		_, err := adapter.Add(t.Context(), id)
		wantError(t, err, answer.want)
	}
}

// An internal error is no refusal of the verification: the wait goes on.
func TestInternalErrorOfAVerificationMayPass(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	adapter, id := w.adapter(t), w.ID(0)
	token := w.makePending(t, adapter, id)
	w.fault(t, simhttp.Fault{Match: "PUT ", Kind: "status:500", Body: `{"status":{"code":500,"description":"Internal Error"},"data":{"errorCode":"INTERNAL_ERROR"}}`})
	_, err := w.verify(t, adapter, id, token)
	wantError(t, err, service.Transient, "failed to handle")
}
