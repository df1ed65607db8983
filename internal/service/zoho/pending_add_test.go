// SPDX-License-Identifier: MPL-2.0

package zoho_test

import (
	"testing"
	"time"

	"github.com/domainverify/terraform-provider-domainverify/internal/sandbox/simhttp"
	"github.com/domainverify/terraform-provider-domainverify/internal/sandbox/zohosim"
	"github.com/domainverify/terraform-provider-domainverify/internal/service"
)

// The caller waits for a lock and adds again, and so meets its own domain.
func TestAddWhoseAnswerWasLostBeforeALockGoesOnWithItsOwnDomain(t *testing.T) {
	t.Parallel()
	for _, list := range []string{"empty_array", "null"} {
		w := newWorld(t)
		if list == "null" {
			w.set(t, zohosim.SwitchEmptyList, list)
		}
		adapter, id := w.adapter(t), w.ID(0)
		read(t, adapter, id)
		w.fault(t, simhttp.Fault{Match: "POST ", Kind: "drop_after", Times: 1})
		w.fault(t, simhttp.Fault{Match: "GET ", Kind: "status:429", Times: 1, Body: `{"status":{"code":429},"data":{"moreInfo":"try again after 5 minutes"}}`})
		_, err := adapter.Add(t.Context(), id)
		wantError(t, err, service.Throttled, "not known", "terraform import ADDRESS "+id.String())
		w.clock.Advance(typedOf(err).RetryAfter)
		added, err := adapter.Add(t.Context(), id)
		if err != nil || added.State != service.StatePending || added.Token(w.method) == "" {
			t.Errorf("%s: %+v, %v; want the domain that the lost request has added", list, added, err)
		}
		_, err = adapter.Add(t.Context(), id)
		wantError(t, err, service.AlreadyExists)
	}
}

func TestAddWhoseSecondAnswerIsLostAsWellLooksOnceMore(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	adapter, id := w.adapter(t), w.ID(0)
	w.fault(t, simhttp.Fault{Match: "POST ", Kind: "drop", Times: 1})
	w.fault(t, simhttp.Fault{Match: "POST ", Kind: "drop_after", Times: 1})
	added, err := adapter.Add(t.Context(), id)
	if err != nil || added.State != service.StatePending {
		t.Errorf("%+v, %v", added, err)
	}
	w.wantCount(t, "POST ", 2)
}

// The list lags behind, and the refusal is of the run's own domain.
func TestAddThatIsRefusedBecauseOfItsOwnLostRequestBlamesNobody(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	adapter, id := w.adapter(t), w.ID(0)
	read(t, adapter, id)
	w.fault(t, simhttp.Fault{Match: "POST ", Kind: "drop_after", Times: 1})
	w.fault(t, simhttp.Fault{Match: "GET ", Kind: "status:200", Times: 2, Body: `{"status":{"code":200},"data":{"domainVO":[]}}`})
	_, err := adapter.Add(t.Context(), id)
	wantError(t, err, service.Transient, "already exists in your organization", "Run Terraform again", "not known", "terraform import ADDRESS "+id.String())
	w.wantCount(t, "POST ", 2)
}

func TestAddThatFailsWithItsAnswersLostSaysHowToImport(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	adapter, id := w.adapter(t), w.ID(0)
	w.fault(t, simhttp.Fault{Match: "POST ", Kind: "drop"})
	_, err := adapter.Add(t.Context(), id)
	wantError(t, err, service.Transient, "not known", "terraform import ADDRESS "+id.String())
	w.wantCount(t, "POST ", 2)
}

// Where the list says nothing, a domain that is there after a lost answer may
// have been there before: it is not this run's to delete some day.
func TestAddAfterAnOddListAdoptsNoDomainThatMayHaveBeenThereBefore(t *testing.T) {
	t.Parallel()
	s := newScripted(t, map[string]string{
		scriptedList: listing(`{}`), scriptedGet: listing(object(`1`, `true`)),
		"POST /domains": `{"status":{"code":500,"description":"Internal Error"}}`,
	})
	found, err := s.adapter.Add(t.Context(), s.id)
	wantError(t, err, service.AlreadyExists, "verified", "response to adding it was lost")
	if found.State != service.StateVerified {
		t.Errorf("found %+v", found)
	}
}

func TestDomainThatWasReleasedIsNotTakenForALostAdd(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	adapter, id := w.adapter(t), w.ID(0)
	w.fault(t, simhttp.Fault{Match: "POST ", Kind: "drop"})
	_, err := adapter.Add(t.Context(), id)
	wantError(t, err, service.Transient)
	w.Heal()
	must(t, release(t, adapter, id))
	must(t, w.AddDomain(zohosim.DomainSpec{Domain: id.Domain}))
	w.clock.Advance(time.Minute)
	_, err = adapter.Add(t.Context(), id)
	wantError(t, err, service.AlreadyExists)
}
