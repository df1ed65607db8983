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
	"github.com/domainverify/terraform-provider-domainverify/internal/service/servicetest"
)

func TestAddGivesTheTokensOfAllMethodsByOneCallAfterTheList(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.Set(zohosim.SwitchHTMLCode, "13_digits")
	p := w.Player()
	w.Must(p.Add())
	truth, _ := w.Snapshot().Domain(p.ID.Domain)
	code := truth.CNAMEName[:10]
	w.WantEqual("tokens", map[service.Method]string{
		service.MethodDNSTXT: code, service.MethodDNSCNAME: code, service.MethodHTTPFile: truth.FileContent,
	}, p.Got.Tokens)
	w.WantCount("", 2)
}

// wantAdded adds the domain, which is pending then, with its tokens.
func wantAdded(p *servicetest.Player, what string) {
	p.T.Helper()
	if err := p.Add(); err != nil || p.Got.State != service.StatePending || p.Got.Token(service.MethodHTTPFile) == "" {
		p.T.Errorf("%s: %+v, %v; want it pending with its tokens", what, p.Got, err)
	}
}

func TestAddThatFindsTheDomainAfterARefusalAsksWhoseItIs(t *testing.T) {
	t.Parallel()
	for _, status := range []string{"400", "500", "409"} {
		w := newWorld(t)
		w.Set(zohosim.SwitchDuplicateDomain, status)
		p := w.Player()
		p.Read()
		w.Must(w.AddDomain(zohosim.DomainSpec{Domain: p.ID.Domain}))
		w.WantError(p.Add(), service.AlreadyExists, "pending")
		if p.Got.Token(p.Method) == "" {
			t.Errorf("found %+v, want it complete", p.Got)
		}
		w.WantCount("POST ", 1)
	}
}

func TestAddSettlesALostAnswerByTheList(t *testing.T) {
	t.Parallel()
	for kind, posts := range map[string]int{"drop": 2, "status:503": 2, "garbage": 2, "drop_after": 1, "status_after:500": 1, "garbage_after": 1} {
		w := newWorld(t)
		w.Fault(servicetest.Once("POST ", kind))
		wantAdded(w.Player(), kind)
		w.WantCount("POST ", posts)
	}
}

func TestAddReadsItsOwnLateSuccessIntoTheRefusalOfTheSecondCall(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	p := w.Player()
	p.Read()
	// The first look is too early to see it.
	w.Fault(servicetest.Once("POST ", "drop_after"), servicetest.Once("GET ", "status:200", listingOf()))
	wantAdded(p, "late success")
	w.WantCount("POST ", 2)
}

func TestAddCompletesAnAnswerWithoutCodesByALook(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	p := w.Player()
	p.Read()
	w.Must(w.AddDomain(zohosim.DomainSpec{Domain: p.ID.Domain}))
	w.Fault(servicetest.Always("POST ", "status:201", `{"status":{"code":201,"description":"Created"},"data":{"domainName":"d0.corp.test"}}`))
	wantAdded(p, "no codes")
	w.WantCount(domainRead, 1)
}

func TestAddWhoseSecondAnswerIsLostAsWellLooksOnceMore(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.Fault(servicetest.Once("POST ", "drop"), servicetest.Once("POST ", "drop_after"))
	wantAdded(w.Player(), "lost twice")
	w.WantCount("POST ", 2)
}

// What the two statuses of a refusal can be, and where its words can stand.
func TestAddRefusalsAreReadByTheirWordsInWhicheverStatus(t *testing.T) {
	t.Parallel()
	for status, bodies := range map[string]map[string]service.Class{
		"400": {
			`{"data":{"moreInfo":"Domain already exists"}}`:                              service.HeldElsewhere,
			`{"data":{"errorCode":"DOMAIN_ALREADY_EXISTS"}}`:                             service.HeldElsewhere,
			`{"data":"This domain is associated with another account"}`:                  service.HeldElsewhere,
			`{"data":[{"message":"Domain in use"}]}`:                                     service.HeldElsewhere,
			`{"status":{"code":400,"description":"registered by another organization"}}`: service.HeldElsewhere,
			`{"data":{"moreInfo":"This is not a registered domain"}}`:                    service.Rejected,
			`{"data":{"moreInfo":"The domain d0.corp.test does not exist"}}`:             service.Rejected,
			`{"data":{"moreInfo":"d0.corp.test is a malformed name"}}`:                   service.Rejected,
			`<html><head><title>Bad Request</title></head></html>`:                       service.Transient,
			` `: service.Rejected,
			`{"status":{"code":500,"description":"Internal Error"},"data":{"moreInfo":"already associated with another organization"}}`: service.HeldElsewhere,
		},
		"500": {
			`{"status":{"code":400,"description":"already associated with another organization"}}`:                service.HeldElsewhere,
			`{"status":{"code":500,"description":"already associated with another organization"}}`:                service.HeldElsewhere,
			`{"status":{"code":500,"description":"Internal Error"},"data":{"error":"DOMAIN_ALREADY_EXISTS"}}`:     service.HeldElsewhere,
			`{"status":{"code":500,"description":"Internal Server Error"},"data":{"errorCode":"INTERNAL_ERROR"}}`: service.Transient,
		},
		"200": {`{"status":{"code":500,"description":"Internal Error"},"data":{"errorCode":"INTERNAL_SERVER_ERROR"}}`: service.Transient},
	} {
		for body, want := range bodies {
			w := newWorld(t)
			w.Fault(servicetest.Always("POST ", "status:"+status, body))
			w.WantError(w.Player().Add(), want)
			if want != service.Transient {
				w.WantCount("POST ", 1)
			}
		}
	}
}

// The spelling of the domain is right.
func TestAddThatThePlanDoesNotAllowSaysSo(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.Fault(servicetest.Always("POST ", "status:400", `{"status":{"code":400},"data":{"errorCode":"OPERATION_NOT_PERMITTED"}}`))
	typed := w.WantError(w.Player().Add(), service.Blocked, "plan", "Subscription", "OPERATION_NOT_PERMITTED")
	if strings.Contains(typed.Advice, "spelling") {
		t.Error(typed.Advice)
	}
}

// An error here would leave the domain behind without anybody who knows of it.
func TestAddThatZohoConfirmedIsASuccessAlsoWhenTheLookComesTooEarly(t *testing.T) {
	t.Parallel()
	for body, class := range map[string]service.Class{`{"domainName":"d0.corp.test","verificationStatus":false}`: "", `{}`: service.Transient} {
		p := scripted(t, map[string]string{listRead: listing(`[]`), addRequest: listing(body)})
		p.WantError(p.Add(), class)
		if class == "" && p.Got.State != service.StatePending {
			t.Errorf("%s: %+v", body, p.Got)
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
	for message, want := range map[string]service.Class{"Already associated with another organization": service.HeldElsewhere, "No more domains": service.Blocked} {
		p := scripted(t, map[string]string{listRead: listingOf(listed...), addRequest: `{"status":{"code":400},"data":{"moreInfo":"` + message + `"}}`})
		p.WantError(p.Add(), want, message)
	}
}

// The caller waits for a lock and adds again, and so meets its own domain.
func TestAddWhoseAnswerWasLostBeforeALockGoesOnWithItsOwnDomain(t *testing.T) {
	t.Parallel()
	for _, list := range []string{"", "null"} {
		w := newWorld(t)
		if list != "" {
			w.Set(zohosim.SwitchEmptyList, list)
		}
		p := w.Player()
		p.Read()
		w.Fault(servicetest.Once("POST ", "drop_after"), servicetest.Once("GET ", "status:429", throttledFor5Minutes))
		typed := w.WantError(p.Add(), service.Throttled, "not known", "terraform import ADDRESS "+p.ID.String())
		w.Clock.Advance(typed.RetryAfter)
		wantAdded(p, "the domain that the lost request has added")
		w.WantError(p.Add(), service.AlreadyExists)
	}
}

// The list may have been read long before: what is verified or has mail by now, somebody else
// has made.
func TestAddWhoseAnswerWasLostTakesNothingOverThatItCannotHaveMade(t *testing.T) {
	t.Parallel()
	for name, spec := range map[string]zohosim.DomainSpec{"verified": {Verified: true}, "with mail": {Hosting: true}} {
		for _, kind := range []string{"drop", "status:503"} {
			w := newWorld(t)
			p := w.Player()
			p.Read()
			spec.Domain = p.ID.Domain
			w.Must(w.AddDomain(spec))
			w.Fault(servicetest.Once("POST ", kind))
			w.WantError(p.Add(), service.AlreadyExists)
			w.WantEqual(name, spec.Hosting, p.Got.HostsMail)
		}
	}
}

func TestAddWhoseOutcomeIsNotKnownSaysHowToImport(t *testing.T) {
	t.Parallel()
	words := []string{"not known", "terraform import ADDRESS zoho/60012345/d0.corp.test"}
	early := servicetest.Once("GET ", "status:200", listingOf())
	early.Times = 2
	servicetest.Cases(t, start, map[string]servicetest.Case{
		"both answers are lost": {
			Faults: []simhttp.Fault{servicetest.Always("POST ", "drop")}, Do: (*servicetest.Player).Add,
			Class: service.Transient, Words: words, Counts: map[string]int{"POST ": 2},
		},
		// The refusal is of the run's own domain, and nobody else is blamed.
		"the list lags behind": {
			Given:  func(p *servicetest.Player) { p.Read() },
			Faults: []simhttp.Fault{servicetest.Once("POST ", "drop_after"), early}, Do: (*servicetest.Player).Add,
			Class: service.Transient, Words: append(words, "already exists in your organization", "Run Terraform again"), Counts: map[string]int{"POST ": 2},
		},
	})
}

// Where the list says nothing, a domain that is there after a lost answer may
// have been there before: it is not this run's to delete some day.
func TestAddAfterAnOddListAdoptsNoDomainThatMayHaveBeenThereBefore(t *testing.T) {
	t.Parallel()
	p := scripted(t, map[string]string{
		listRead: listing(`{}`), domainRead: listing(object(`1`, `true`)), addRequest: `{"status":{"code":500,"description":"Internal Error"}}`,
	})
	p.WantError(p.Add(), service.AlreadyExists, "verified", "response to adding it was lost")
	p.WantEqual("state", service.StateVerified, p.Got.State)
}

func TestDomainThatWasReleasedIsNotTakenForALostAdd(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	p := w.Player()
	w.Fault(servicetest.Always("POST ", "drop"))
	w.WantError(p.Add(), service.Transient)
	w.Heal()
	w.Must(p.Release())
	w.Must(w.AddDomain(zohosim.DomainSpec{Domain: p.ID.Domain}))
	w.Clock.Advance(time.Minute)
	w.WantError(p.Add(), service.AlreadyExists)
}
