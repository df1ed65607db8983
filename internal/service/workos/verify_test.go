// SPDX-License-Identifier: MPL-2.0

package workos_test

import (
	"net/http"
	"testing"

	"github.com/domainverify/terraform-provider-domainverify/internal/sandbox/simhttp"
	"github.com/domainverify/terraform-provider-domainverify/internal/sandbox/workossim"
	"github.com/domainverify/terraform-provider-domainverify/internal/service"
)

func TestVerifyIsSentOnceHoweverOftenTheWaitTries(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	adapter, id := w.adapter(t), w.ID(0)
	token := w.makePending(t, adapter, id)
	w.setTXT(id.Domain)
	inventories := w.count("GET /organizations/")
	for range 5 {
		found, err := verify(t, adapter, id, token)
		if err != nil || found.State != service.StatePending || found.Reason == "" {
			t.Fatalf("got %+v, %v; want it pending with a reason", found, err)
		}
		w.poll()
	}
	w.wantCount(t, "/verify", 1)
	w.wantCount(t, "GET /organization_domains/", 4)
	w.wantCount(t, "GET /organizations/", inventories)
}

func TestVerifiedInTheBackgroundIsSuccessWithoutWaiting(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	id := w.ID(0)
	adapter := w.adapter(t)
	token := w.makePending(t, adapter, id)
	w.poll()
	w.wantState(t, id, service.StateVerified)
	// The inventory of this process still has it pending.
	found, err := verify(t, adapter, id, token)
	if err != nil || found.State != service.StateVerified {
		t.Errorf("got %+v, %v; want it verified", found, err)
	}
	if got := read(t, adapter, id).State; got != service.StateVerified {
		t.Errorf("reads %s afterwards, want verified", got)
	}
}

// WorkOS calls the state optional. Without it, only the refusal to begin once
// more shows that the domain is verified.
func TestDomainWhoseStateIsNeverShownIsVerifiedByTheRefusalToBegin(t *testing.T) {
	t.Parallel()
	for _, hidden := range []string{`"state":null,`, ``} {
		w := newScripted(t, hidden)
		if err := w.waitOn(t); err != nil {
			t.Errorf("%q: %v", hidden, err)
		}
		if got := w.begun(); got != 2 {
			t.Errorf("%q: %d verify calls, want one more after ten readings", hidden, got)
		}
	}
}

// However long that takes: ten readings stand between two verify calls.
func TestDomainWhoseStateIsNeverShownCostsOneVerifyCallForTenReadings(t *testing.T) {
	t.Parallel()
	s := newScripted(t, ``)
	verifies := 0
	s.respond = func(w http.ResponseWriter, r *http.Request) bool {
		if r.Method == http.MethodPost {
			verifies++
			w.WriteHeader(http.StatusCreated)
			_, _ = w.Write([]byte(`{"id":"org_domain_01SCRIPT","domain":"acme.test"}`))
		}
		return r.Method == http.MethodPost
	}
	for range 40 {
		_, err := verify(t, s.adapter, s.id, "T0ken")
		must(t, err)
	}
	if verifies != 4 {
		t.Errorf("%d verify calls in forty attempts, want 4", verifies)
	}
}

func TestVerifyWhoseResponseIsLostIsRepeatedWithTheSameKeyAfterAReading(t *testing.T) {
	t.Parallel()
	for _, fault := range []string{"drop", "drop_after", "status:503", "status_after:503", "garbage_after"} {
		w := newWorld(t)
		adapter, id := w.adapter(t), w.ID(0)
		token := w.makePending(t, adapter, id)
		w.fault(t, simhttp.Fault{Match: "/verify", Kind: fault, Times: 1})
		_, err := verify(t, adapter, id, token)
		must(t, err)
		w.wantCount(t, "/verify", 2)
		w.wantCount(t, "GET /organization_domains/", 1)
		if keys := w.keys("/verify"); len(keys) != 2 || keys[0] != keys[1] || keys[0] == "" {
			t.Errorf("%s: keys %v, want the same one twice", fault, keys)
		}
	}
}

func TestDomainThatVanishesDuringTheWaitEndsIt(t *testing.T) {
	t.Parallel()
	for _, begun := range []bool{false, true} {
		for _, kind := range []string{"remove", "move"} {
			w := newWorld(t)
			adapter, id := w.adapter(t), w.ID(0)
			token := w.makePending(t, adapter, id)
			if begun {
				_, err := verify(t, adapter, id, token)
				must(t, err)
			}
			w.drift(t, kind, id)
			_, err := verify(t, adapter, id, token)
			wantError(t, err, service.Blocked, "does not have the domain", "terraform plan")
		}
	}
}

func TestTokenOrPrefixRotatedDuringTheWaitEndsItAndTheInventoryShowsTheNewOne(t *testing.T) {
	t.Parallel()
	for _, kind := range []string{"rotate", "rotate_token"} {
		w := newWorld(t)
		adapter, id := w.adapter(t), w.ID(0)
		token := w.makePending(t, adapter, id)
		w.setTXT(id.Domain)
		_, err := verify(t, adapter, id, token)
		must(t, err)
		w.drift(t, kind, id)
		wantError(t, w.wait(t, adapter, id, token), service.Rotated, "terraform plan")
		truth, _ := w.Snapshot().Domain(id.Domain)
		for name, process := range w.processes(t) {
			found := read(t, process(), id)
			publication, err := process().Publication(t.Context(), id, service.MethodDNSTXT, found.Token(service.MethodDNSTXT))
			must(t, err)
			if found.Token(service.MethodDNSTXT) != truth.Token || publication.Record.Value != truth.Record {
				t.Errorf("%s, %s: token %s and record %s, want %s and %s", kind, name, found.Token(service.MethodDNSTXT), publication.Record.Value, truth.Token, truth.Record)
			}
		}
	}
}

func TestManualDomainIsVerifiedOrGetsAClearError(t *testing.T) {
	t.Parallel()
	for setting, want := range map[string]service.Class{"issues_token": service.Rotated, "stays_manual": "", "422": service.Rejected} {
		w := newWorld(t)
		w.set(t, workossim.SwitchVerifyOfManual, setting)
		id := w.ID(0)
		_, err := w.AddDomain(workossim.DomainSpec{Domain: id.Domain, Manual: true})
		must(t, err)
		_, err = w.adapter(t).Challenge(t.Context(), id, service.MethodDNSTXT)
		wantError(t, err, service.Blocked, "declared by hand", "-replace")
		found, err := verify(t, w.adapter(t), id, "any")
		if service.ClassOf(err) != want || want == "" && found.Reason == "" {
			t.Errorf("%s: %+v, %v; want the class %q", setting, found, err, want)
		}
	}
}

func TestVerifiedManualAndLegacyDomainsNeedNoToken(t *testing.T) {
	t.Parallel()
	for n, state := range []string{workossim.StateVerified, workossim.StateLegacyVerified} {
		w := newWorld(t)
		id := w.ID(n)
		_, err := w.AddDomain(workossim.DomainSpec{Domain: id.Domain, State: state, Manual: true})
		must(t, err)
		adapter := w.adapter(t)
		if got := read(t, adapter, id); got.State != service.StateVerified || got.Token(service.MethodDNSTXT) != "" {
			t.Errorf("%s reads %+v, want it verified without a token", state, got)
		}
		_, err = adapter.Challenge(t.Context(), id, service.MethodDNSTXT)
		wantError(t, err, service.AlreadyVerified)
		w.untilVerified(t, adapter, id, "any")
	}
}

func TestDomainsThatWorkOSHasVerifiedByItselfAreFoundByOneReadAndWithoutAVerifyCall(t *testing.T) {
	t.Parallel()
	const domains = 100
	w := newWorld(t)
	adapter := w.adapter(t)
	tokens := make([]string, domains)
	for n := range domains {
		tokens[n] = w.makePending(t, adapter, w.ID(n))
	}
	w.poll()
	w.ForgetRequests()
	for n := range domains {
		if found, err := verify(t, adapter, w.ID(n), tokens[n]); err != nil || !found.State.Verified() {
			t.Fatalf("%s: %+v, %v", w.ID(n), found, err)
		}
	}
	w.wantCount(t, "", 1)
}
