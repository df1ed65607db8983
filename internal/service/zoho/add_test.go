// SPDX-License-Identifier: MPL-2.0

package zoho_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/domainverify/terraform-provider-domainverify/internal/sandbox/simhttp"
	"github.com/domainverify/terraform-provider-domainverify/internal/sandbox/zohosim"
	"github.com/domainverify/terraform-provider-domainverify/internal/service"
)

func TestAddGivesTheTokensOfAllMethodsByOneCallAfterTheList(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.set(t, zohosim.SwitchHTMLCode, "13_digits")
	added, err := w.adapter(t).Add(t.Context(), w.ID(0))
	must(t, err)
	truth, _ := w.Snapshot().Domain(w.ID(0).Domain)
	code := truth.CNAMEName[:10]
	if added.Token(service.MethodDNSTXT) != code || added.Token(service.MethodDNSCNAME) != code || added.Token(service.MethodHTTPFile) != truth.FileContent {
		t.Errorf("added %+v, want the codes of %+v", added, truth)
	}
	w.wantCount(t, "", 2)
}

func TestAddThatFindsTheDomainAfterARefusalAsksWhoseItIs(t *testing.T) {
	t.Parallel()
	for _, status := range []string{"400", "500", "409"} {
		w := newWorld(t)
		w.set(t, zohosim.SwitchDuplicateDomain, status)
		adapter, id := w.adapter(t), w.ID(0)
		read(t, adapter, id)
		must(t, w.AddDomain(zohosim.DomainSpec{Domain: id.Domain}))
		found, err := adapter.Add(t.Context(), id)
		wantError(t, err, service.AlreadyExists, "pending")
		if found.Token(service.MethodDNSTXT) == "" {
			t.Errorf("found %+v, want it complete", found)
		}
		w.wantCount(t, "POST ", 1)
	}
}

func TestAddSettlesALostAnswerByTheList(t *testing.T) {
	t.Parallel()
	for kind, posts := range map[string]int{"drop": 2, "status:503": 2, "garbage": 2, "drop_after": 1, "status_after:500": 1, "garbage_after": 1} {
		w := newWorld(t)
		added, err := func() (service.Domain, error) {
			w.fault(t, simhttp.Fault{Match: "POST ", Kind: kind, Times: 1})
			return w.adapter(t).Add(t.Context(), w.ID(0))
		}()
		if err != nil || added.State != service.StatePending || added.Token(service.MethodHTTPFile) == "" {
			t.Errorf("%s: %+v, %v", kind, added, err)
		}
		w.wantCount(t, "POST ", posts)
	}
}

func TestAddReadsItsOwnLateSuccessIntoTheRefusalOfTheSecondCall(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	adapter, id := w.adapter(t), w.ID(0)
	w.fault(t, simhttp.Fault{Match: "POST ", Kind: "drop_after", Times: 1})
	// The first look is too early to see it.
	read(t, adapter, id)
	w.fault(t, simhttp.Fault{Match: "GET ", Kind: "status:200", Times: 1, Body: `{"status":{"code":200},"data":{"domainVO":[]}}`})
	added, err := adapter.Add(t.Context(), id)
	if err != nil || added.State != service.StatePending {
		t.Errorf("%+v, %v", added, err)
	}
	w.wantCount(t, "POST ", 2)
}

func TestAddCompletesAnAnswerWithoutCodesByALook(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	adapter, id := w.adapter(t), w.ID(0)
	read(t, adapter, id)
	must(t, w.AddDomain(zohosim.DomainSpec{Domain: id.Domain}))
	w.fault(t, simhttp.Fault{Match: "POST ", Kind: "status:201", Body: `{"status":{"code":201,"description":"Created"},"data":{"domainName":"` + id.Domain + `"}}`})
	added, err := adapter.Add(t.Context(), id)
	if err != nil || added.Token(service.MethodDNSTXT) == "" {
		t.Errorf("%+v, %v", added, err)
	}
	w.wantCount(t, "GET "+w.domains()+"/"+id.Domain, 1)
}

func TestAddRefusalsAreReadByTheirWords(t *testing.T) {
	t.Parallel()
	for body, want := range map[string]service.Class{
		`{"data":{"moreInfo":"Domain already exists"}}`:                              service.HeldElsewhere,
		`{"data":{"errorCode":"DOMAIN_ALREADY_EXISTS"}}`:                             service.HeldElsewhere,
		`{"data":"This domain is associated with another account"}`:                  service.HeldElsewhere,
		`{"data":[{"message":"Domain in use"}]}`:                                     service.HeldElsewhere,
		`{"status":{"code":400,"description":"registered by another organization"}}`: service.HeldElsewhere,
		`{"data":{"moreInfo":"This is not a registered domain"}}`:                    service.Rejected,
		`{"data":{"moreInfo":"The domain d0.corp.test does not exist"}}`:             service.Rejected,
		`{"data":{"moreInfo":"d0.corp.test is a malformed name"}}`:                   service.Rejected,
		`<html><head><title>Bad Request</title></head></html>`:                       service.Rejected,
		``: service.Rejected,
	} {
		w := newWorld(t)
		if body == "" {
			body = " "
		}
		w.fault(t, simhttp.Fault{Match: "POST ", Kind: "status:400", Body: body})
		_, err := w.adapter(t).Add(t.Context(), w.ID(0))
		if got := service.ClassOf(err); got != want {
			t.Errorf("%s: %v, want the class %s", body, err, want)
		}
		w.wantCount(t, "POST ", 1)
	}
}

// An error here would leave the domain behind without anybody who knows of it.
func TestAddThatZohoConfirmedIsASuccessAlsoWhenTheLookComesTooEarly(t *testing.T) {
	t.Parallel()
	for body, class := range map[string]service.Class{
		`{"domainName":"acme.test","verificationStatus":false}`: "",
		`{}`: service.Transient,
	} {
		s := newScripted(t, map[string]string{scriptedList: listing(`[]`), "POST /domains": listing(body)})
		added, err := s.adapter.Add(t.Context(), s.id)
		if service.ClassOf(err) != class || err == nil && added.State != service.StatePending {
			t.Errorf("%s: %+v, %v", body, added, err)
		}
	}
}

// Zoho's support raises the limit, and then it is not what stands in the way.
func TestAddToAnOrganizationWithMoreThanThirtyDomainsTellsTheRealReason(t *testing.T) {
	t.Parallel()
	var listed []string
	for n := range 31 {
		listed = append(listed, fmt.Sprintf(`{"domainName":"d%d.test"}`, n))
	}
	for said, want := range map[string]service.Class{"Already associated with another organization": service.HeldElsewhere, "No more domains": service.Blocked} {
		s := newScripted(t, map[string]string{
			scriptedList:    listing(`[` + strings.Join(listed, ",") + `]`),
			"POST /domains": `{"status":{"code":400},"data":{"moreInfo":"` + said + `"}}`,
		})
		_, err := s.adapter.Add(t.Context(), s.id)
		wantError(t, err, want, said)
	}
}

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
