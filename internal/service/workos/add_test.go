// SPDX-License-Identifier: MPL-2.0

package workos_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/domainverify/terraform-provider-domainverify/internal/sandbox/simhttp"
	"github.com/domainverify/terraform-provider-domainverify/internal/sandbox/workossim"
	"github.com/domainverify/terraform-provider-domainverify/internal/service"
)

func TestAddSendsTheTwoFieldsOfTheContractAndAKey(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	added, err := w.adapter(t).Add(t.Context(), w.ID(0))
	must(t, err)
	truth, _ := w.Snapshot().Domain(w.ID(0).Domain)
	if diff := cmp.Diff(service.Domain{State: service.StatePending, RemoteID: truth.ID, Tokens: map[service.Method]string{service.MethodDNSTXT: truth.Token}}, added); diff != "" {
		t.Errorf("added (-want +got):\n%s", diff)
	}
	want := []string{`{"organization_id":"` + w.ID(0).OrganizationID + `","domain":"d0.corp.test"}`}
	if diff := cmp.Diff(want, w.bodies("POST /organization_domains")); diff != "" {
		t.Errorf("sent (-want +got):\n%s", diff)
	}
	if keys := w.keys("POST /organization_domains"); len(keys) != 1 || !uuidForm.MatchString(keys[0]) {
		t.Errorf("keys %v, want one UUID", keys)
	}
}

func TestAddOfADomainThatAppearedMeanwhileIsAdoptable(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	adapter, id := w.adapter(t), w.ID(0)
	read(t, adapter, id)
	remoteID, err := w.AddDomain(workossim.DomainSpec{Domain: id.Domain})
	must(t, err)
	found, err := adapter.Add(t.Context(), id)
	wantError(t, err, service.AlreadyExists, "pending")
	if found.RemoteID != remoteID || found.Token(service.MethodDNSTXT) == "" || responseOf(err).Code != "domain_already_exists" {
		t.Errorf("found %+v, %+v; want %s with its token and WorkOS' code", found, responseOf(err), remoteID)
	}
}

func TestAddWhoseResponseIsLostIsFoundOrRepeatedWithTheSameKey(t *testing.T) {
	t.Parallel()
	for fault, posts := range map[string]int{"drop_after": 1, "status_after:503": 1, "garbage_after": 1, "drop": 2, "status:503": 2, "garbage": 2} {
		for _, idempotency := range []string{"honoured", "ignored"} {
			w := newWorld(t)
			w.set(t, workossim.SwitchIdempotency, idempotency)
			w.fault(t, simhttp.Fault{Match: "POST /organization_domains", Kind: fault, Times: 1})
			added, err := w.adapter(t).Add(t.Context(), w.ID(0))
			must(t, err)
			truth, _ := w.Snapshot().Domain(w.ID(0).Domain)
			if added.Token(service.MethodDNSTXT) != truth.Token || added.RemoteID != truth.ID {
				t.Errorf("%s: added %+v, want %+v", fault, added, truth)
			}
			keys := w.keys("POST /organization_domains")
			if len(keys) != posts || keys[0] != keys[posts-1] {
				t.Errorf("%s: keys %v, want the same one %d times", fault, keys, posts)
			}
		}
	}
}

// The second request may have its effect and lose its response as well, or be
// refused because the first one arrived late.
func TestAddWhoseRepetitionIsLostOrRefusedForTheFirstOneIsFound(t *testing.T) {
	t.Parallel()
	for _, kind := range []string{"drop_after", "status_after:503", "garbage_after", "status_after:409", "status_after:422"} {
		w := newWorld(t)
		for _, fault := range []string{"status:503", kind} {
			w.fault(t, simhttp.Fault{Match: "POST /organization_domains", Kind: fault, Times: 1})
		}
		added, err := w.adapter(t).Add(t.Context(), w.ID(0))
		truth, _ := w.Snapshot().Domain(w.ID(0).Domain)
		if err != nil || added.RemoteID != truth.ID || added.Token(service.MethodDNSTXT) != truth.Token {
			t.Errorf("%s: added %+v, %v; want %+v", kind, added, err, truth)
		}
		w.wantCount(t, "POST /organization_domains", 2)
	}
}

func TestAddWhoseOutcomeNoReadingCanSettleSaysSoAndHowToImport(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	adapter, id := w.adapter(t), w.ID(0)
	read(t, adapter, id)
	w.fault(t, simhttp.Fault{Match: "POST /organization_domains", Kind: "drop_after"})
	w.fault(t, simhttp.Fault{Match: "GET /organizations/", Kind: "status:503"})
	_, err := adapter.Add(t.Context(), id)
	wantError(t, err, service.Transient, "may or may not have been applied", "terraform import ADDRESS "+id.String())
	w.Heal()
	if got := read(t, adapter, id).State; got != service.StatePending {
		t.Errorf("reads %s in the same process, want what the service has", got)
	}
}

func TestAddThatIsRefusedCarriesTheWorkOSErrorAndAddsNothing(t *testing.T) {
	t.Parallel()
	for _, status := range []string{"422", "400"} {
		w := newWorld(t)
		w.set(t, workossim.SwitchConsumerDomain, status)
		w.set(t, workossim.SwitchMalformedDomain, status)
		for domain, texts := range map[string]string{"gmail.com": "consumer domain gmail.com", "a_b.corp.test": "not a valid domain"} {
			_, err := w.adapter(t).Add(t.Context(), w.id(domain))
			wantError(t, err, service.Rejected, texts, "gmail.com")
			if got := responseOf(err); got.Status == 0 || got.RequestID == "" {
				t.Errorf("%s: response %+v, want status and request id", domain, got)
			}
			w.wantState(t, w.id(domain), service.StateAbsent)
		}
	}
}

// Also by a 422, which one client of WorkOS expects (wire/workos.md 1.1).
func TestCollisionThatThisOrganizationDoesNotHaveIsHeldElsewhere(t *testing.T) {
	t.Parallel()
	for kind, body := range map[string]string{
		"status:409": `{"message":"An Organization with the domain corp.test already exists."}`,
		"status:422": `{"code":"organization_domain_already_used","message":"In use."}`,
	} {
		w := newWorld(t)
		w.fault(t, simhttp.Fault{Match: "POST /organization_domains", Kind: kind, Body: body})
		_, err := w.adapter(t).Add(t.Context(), w.ID(0))
		wantError(t, err, service.HeldElsewhere, "in use", "dashboard")
	}
}

// The documented code speaks of this organization, so no other one is blamed.
func TestDomainThatThisOrganizationHasAndDoesNotShowIsNotBlamedOnAnother(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.fault(t, simhttp.Fault{
		Match: "POST /organization_domains", Kind: "status:409",
		Body: `{"code":"domain_already_exists","message":"Domain already exists for this organization."}`,
	})
	_, err := w.adapter(t).Add(t.Context(), w.ID(0))
	wantError(t, err, service.Blocked, "this organization already has the domain", "does not list it")
}

func TestTwoOrganizationsMayHaveTheSameDomain(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.set(t, workossim.SwitchVerifiedElsewhere, "pending_stays")
	other := w.AddOrganization(workossim.OrganizationSpec{Name: "Second"})
	adapter, id := w.adapter(t), w.ID(0)
	second := id
	second.OrganizationID = other
	w.makeVerified(t, adapter, id)
	token := w.makePending(t, adapter, second)
	w.poll()
	if found, err := verify(t, adapter, second, token); err != nil || !found.State.Verified() {
		t.Errorf("the second one: %+v, %v; want it verified", found, err)
	}
	must(t, adapter.Release(t.Context(), service.ReleaseRequest{ID: second}))
	w.wantState(t, id, service.StateVerified)
}

func TestFailedVerifyRightAfterCreateKeepsTheDomainAndItsToken(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	adapter, id := w.adapter(t), w.ID(0)
	token := w.makePending(t, adapter, id)
	w.fault(t, simhttp.Fault{Match: "/verify", Kind: "status:500"})
	_, err := verify(t, adapter, id, token)
	wantError(t, err, service.Transient)
	w.Heal()
	if got := read(t, w.adapter(t), id).Token(service.MethodDNSTXT); got != token {
		t.Errorf("token %s, want %s", got, token)
	}
	w.untilVerified(t, w.adapter(t), id, token)
}

// The process that added it was killed before it knew, and the organization
// does not list the domain yet.
func TestProcessThatAddsWhatAKilledOneHasAddedGetsTheSameObject(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	id := w.ID(0)
	_, err := w.adapter(t).Add(t.Context(), id)
	must(t, err)
	truth, _ := w.Snapshot().Domain(id.Domain)
	w.fault(t, simhttp.Fault{
		Match: "GET /organizations/", Kind: "status:200", Times: 1,
		Body: `{"id":"` + id.OrganizationID + `","domains":[]}`,
	})
	added, err := w.adapter(t).Add(t.Context(), id)
	if err != nil || added.RemoteID != truth.ID || added.Token(service.MethodDNSTXT) != truth.Token {
		t.Errorf("added %+v, %v; want %+v", added, err, truth)
	}
	if keys := w.keys("POST /organization_domains"); len(keys) != 2 || keys[0] != keys[1] {
		t.Errorf("keys %v, want the same one from both processes", keys)
	}
}

// The service remembers the key for an object that is gone.
func TestDomainThatIsDestroyedAndAddedAgainIsThereHoweverOftenWithinTheLifeOfAKey(t *testing.T) {
	t.Parallel()
	for _, idempotency := range []string{"honoured", "ignored"} {
		w := newWorld(t)
		w.set(t, workossim.SwitchIdempotency, idempotency)
		id := w.ID(0)
		for range 6 {
			added, err := w.adapter(t).Add(t.Context(), id)
			must(t, err)
			if truth, ok := w.Snapshot().Domain(id.Domain); !ok || truth.ID != added.RemoteID {
				t.Fatalf("%s: added %+v, and the service has %+v", idempotency, added, truth)
			}
			must(t, w.adapter(t).Release(t.Context(), service.ReleaseRequest{ID: id}))
		}
	}
}

func TestDomainThatExistsShowsItsStateAndItsToken(t *testing.T) {
	t.Parallel()
	for n, state := range []string{workossim.StatePending, workossim.StateVerified} {
		w := newWorld(t)
		remoteID, err := w.AddDomain(workossim.DomainSpec{Domain: w.ID(n).Domain, State: state})
		must(t, err)
		found, err := w.adapter(t).Add(t.Context(), w.ID(n))
		wantError(t, err, service.AlreadyExists)
		if string(found.State) != state || found.RemoteID != remoteID || found.HostsMail {
			t.Errorf("found %+v, want it %s", found, state)
		}
		w.wantCount(t, "POST ", 0)
	}
}
