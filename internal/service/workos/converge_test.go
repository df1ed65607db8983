// SPDX-License-Identifier: MPL-2.0

package workos_test

import (
	"testing"
	"time"

	"github.com/domainverify/terraform-provider-domainverify/internal/sandbox/simhttp"
	"github.com/domainverify/terraform-provider-domainverify/internal/sandbox/workossim"
	"github.com/domainverify/terraform-provider-domainverify/internal/service"
)

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

func TestDomainThatExistsTellsItsStateAndItsToken(t *testing.T) {
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

// The inventory is older than the failure, which must not count as a first begin.
func TestDomainThatFailedSinceTheInventoryWasReadIsBegunAnewOnce(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	adapter, id := w.adapter(t), w.ID(0)
	token := w.makePending(t, adapter, id)
	w.setTXT(id.Domain)
	w.drift(t, "fail", id)
	w.clock.Advance(time.Minute)
	_, err := verify(t, adapter, id, token)
	must(t, err)
	w.clock.Advance(time.Second)
	w.drift(t, "fail", id)
	_, err = verify(t, adapter, id, token)
	wantError(t, err, service.Blocked, "also after it was begun anew")
	w.wantCount(t, "/verify", 1)
}

// Invariant 19: each begin of a failed domain may change its token.
func TestLostBeginOfAFailedDomainIsNotMadeAgainWhereItHadItsEffect(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.set(t, workossim.SwitchRestartToken, "new_token")
	id := w.ID(0)
	token := w.makePending(t, w.adapter(t), id)
	w.drift(t, "fail", id)
	w.fault(t, simhttp.Fault{Match: "/verify", Kind: "drop_after", Times: 1})
	adapter := w.adapter(t)
	_, err := verify(t, adapter, id, token)
	wantError(t, err, service.Rotated)
	w.wantCount(t, "/verify", 1)
}
