// SPDX-License-Identifier: MPL-2.0

package workos_test

import (
	"strings"
	"testing"

	"github.com/domainverify/terraform-provider-domainverify/internal/sandbox/simhttp"
	"github.com/domainverify/terraform-provider-domainverify/internal/sandbox/workossim"
	"github.com/domainverify/terraform-provider-domainverify/internal/service"
	"github.com/domainverify/terraform-provider-domainverify/internal/service/servicetest"
)

func TestAddSendsTheTwoFieldsOfTheContractAndAKey(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	p := w.Player()
	w.Must(p.Add())
	truth := w.truth(p)
	w.WantEqual("added", service.Domain{State: service.StatePending, RemoteID: truth.ID, Tokens: txtToken(truth.Token)}, p.Got)
	w.WantSent(addRequest, `{"organization_id":"org_01SCRIPT","domain":"d0.corp.test"}`)
	w.wantSameKey(addRequest, 1)
	w.WantCount(organizationRead, 2)
}

// Invariant 18: the ID of another domain would be verified, a token of another one published.
func TestNoIDOrTokenIsTakenFromTheResponseToACreationAlone(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.Fault(servicetest.Once(addRequest, "status_after:201", domainOf(`"state":"pending","verification_token":"other",`)))
	p := w.Player()
	w.Must(p.Add())
	w.wantTruth(p, "added")
	w.Must(p.Challenge())
	w.WantCount(scriptedID, 0)
}

func TestAddedDomainThatIsNotListedYetIsReadByItself(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	p := w.Player()
	p.Read()
	w.Fault(servicetest.Once(organizationRead, "status:200", noDomains))
	w.Must(p.Add())
	w.wantTruth(p, "added")
	w.WantCount(addRequest, 1)
}

func TestAddOfADomainThatAppearedMeanwhileIsAdoptable(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	p := w.Player()
	p.Read()
	_, err := w.AddDomain(workossim.DomainSpec{Domain: p.ID.Domain})
	w.Must(err)
	w.WantError(p.Add(), service.AlreadyExists, "pending", "domain_already_exists")
	w.wantTruth(p, "found")
}

func TestAddWhoseResponseIsLostIsFoundOrRepeatedWithTheSameKey(t *testing.T) {
	t.Parallel()
	for fault, posts := range map[string]int{"drop_after": 1, "status_after:503": 1, "garbage_after": 1, "drop": 2, "status:503": 2, "garbage": 2} {
		for _, idempotency := range []string{"honoured", "ignored"} {
			w := newWorld(t)
			w.Set(workossim.SwitchIdempotency, idempotency)
			w.Fault(servicetest.Once(addRequest, fault))
			p := w.Player()
			w.Must(p.Add())
			w.wantTruth(p, fault)
			w.wantSameKey(addRequest, posts)
		}
	}
}

// The second request may have its effect and lose its response as well, or be
// refused because the first one arrived late.
func TestAddWhoseRepetitionIsLostOrRefusedForTheFirstOneIsFound(t *testing.T) {
	t.Parallel()
	for _, kind := range []string{"drop_after", "status_after:503", "garbage_after", "status_after:409", "status_after:422"} {
		w := newWorld(t)
		w.Fault(servicetest.Once(addRequest, "status:503"), servicetest.Once(addRequest, kind))
		p := w.Player()
		w.Must(p.Add())
		w.wantTruth(p, kind)
		w.WantCount(addRequest, 2)
	}
}

func TestAddIsRefusedOrLeftOpen(t *testing.T) {
	t.Parallel()
	read := func(p *servicetest.Player) { p.Read() }
	refused := func(kind, body string) []simhttp.Fault {
		return []simhttp.Fault{servicetest.Always(addRequest, kind, body)}
	}
	const unknownOrganization = `{"message":"Organization not found: 'org_1'."}`
	servicetest.Cases(t, start, map[string]servicetest.Case{
		"an outcome that no reading can settle, which says how to import": {
			Given:  read,
			Faults: []simhttp.Fault{servicetest.Always(addRequest, "drop_after"), servicetest.Always(organizationRead, "status:503")},
			Do:     (*servicetest.Player).Add, Class: service.Transient,
			Words: []string{"may or may not have been applied", "terraform import ADDRESS workos/org_01SCRIPT/d0.corp.test"}, Then: service.StatePending,
		},
		"a collision with a domain that this organization does not have": {
			Faults: refused("status:409", `{"message":"An Organization with the domain corp.test already exists."}`),
			Do:     (*servicetest.Player).Add, Class: service.HeldElsewhere, Words: []string{"in use", "dashboard"},
		},
		"a collision by a 422, which one client of WorkOS expects (wire/workos.md 1.1)": {
			Faults: refused("status:422", `{"code":"organization_domain_already_used","message":"In use."}`),
			Do:     (*servicetest.Player).Add, Class: service.HeldElsewhere, Words: []string{"in use", "dashboard"},
		},
		// The documented code speaks of this organization, so no other one is blamed.
		"a domain that this organization has and does not show": {
			Faults: refused("status:409", `{"code":"domain_already_exists","message":"Domain already exists for this organization."}`),
			Do:     (*servicetest.Player).Add, Class: service.Blocked, Words: []string{"this organization already has the domain", "does not list it"},
		},
		// The WorkOS error for an organization that vanished between two calls.
		"an organization unknown to create, 404": {
			Given: read, Faults: refused("status:404", unknownOrganization), Do: (*servicetest.Player).Add, Class: service.NotFound, Words: []string{"Organization not found"},
		},
		"an organization unknown to create, 422": {
			Given: read, Faults: refused("status:422", unknownOrganization), Do: (*servicetest.Player).Add, Class: service.Rejected, Words: []string{"Organization not found"},
		},
		"an organization unknown to create, 400": {
			Given: read, Faults: refused("status:400", unknownOrganization), Do: (*servicetest.Player).Add, Class: service.Rejected, Words: []string{"Organization not found"},
		},
	})
}

func TestAddWhoseOutcomeNoReadingCanSettleIsReadInTheSameProcess(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	p := w.Player()
	p.Read()
	w.Fault(servicetest.Always(addRequest, "drop_after"), servicetest.Always(organizationRead, "status:503"))
	w.WantError(p.Add(), service.Transient)
	w.Heal()
	p.WantRead(service.StatePending)
}

func TestAddThatIsRefusedCarriesTheWorkOSErrorAndAddsNothing(t *testing.T) {
	t.Parallel()
	for _, status := range []string{"422", "400"} {
		w := newWorld(t)
		w.Set(workossim.SwitchConsumerDomain, status)
		w.Set(workossim.SwitchMalformedDomain, status)
		for domain, words := range map[string]string{"gmail.com": "consumer domain gmail.com", "a_b.corp.test": "not a valid domain"} {
			p := w.Player(domain)
			if got := w.WantError(p.Add(), service.Rejected, words, "gmail.com").Response; got.Status == 0 || got.RequestID == "" {
				t.Errorf("%s: response %+v, want status and request id", domain, got)
			}
			p.WantState(service.StateAbsent)
		}
	}
}

// The word that tells a collision may be a part of the domain's name.
func TestRefusalThatNamesADomainIsNotTakenForACollision(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	for text, want := range map[string]service.Class{
		"The domain already.corp.test is not valid.":      service.Rejected,
		"The domain Already.Corp.Test is already in use.": service.HeldElsewhere,
	} {
		w.Heal()
		w.Fault(servicetest.Always(addRequest, "status:422", `{"message":"`+text+`"}`))
		w.WantError(w.Player("already."+zone).Add(), want, "WorkOS")
	}
}

// It may be verified, and users sign in by it.
func TestAdviceOnADomainThatIsNotListedOrWhoseStateIsNotShownRemovesNoVerifiedOne(t *testing.T) {
	t.Parallel()
	const kept = "not verified"
	absent := servicetest.Always(organizationRead, "status:200", noDomains)
	p := scripted(t, "", servicetest.Always(addRequest, "status:409", `{"code":"domain_already_exists","message":"No."}`), absent)
	if typed := p.WantError(p.Add(), service.Blocked, "does not list it"); !strings.Contains(typed.Advice, kept) {
		t.Errorf("not listed: %s", typed.Advice)
	}
	for _, fields := range []string{``, `"state":"unverified",`, `"state":"reviewing",`} {
		p := scripted(t, fields)
		if typed := p.WantError(p.Challenge(), service.Blocked, "no token"); !strings.Contains(typed.Advice, kept) || strings.Contains(typed.Advice, "-replace") {
			t.Errorf("%s: %s", fields, typed.Advice)
		}
	}
	p = scripted(t, `"state":"pending","verification_strategy":"manual",`)
	p.WantError(p.Challenge(), service.Blocked, "-replace")
}

func TestTwoOrganizationsMayHaveTheSameDomain(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.Set(workossim.SwitchVerifiedElsewhere, "pending_stays")
	first := w.Player().Bring(service.StateVerified)
	second := first.For(first.ID.Domain)
	second.ID.OrganizationID = w.AddOrganization(workossim.OrganizationSpec{Name: "Second"})
	w.Must(second.Add())
	second.Show()
	w.poll()
	if err := second.Verify(); err != nil || !second.Got.State.Verified() {
		t.Errorf("the second one: %+v, %v; want it verified", second.Got, err)
	}
	w.Must(second.Release())
	first.WantState(service.StateVerified)
}

func TestFailedVerifyRightAfterCreateKeepsTheDomainAndItsToken(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	p := w.Player().Bring(service.StatePending)
	w.Fault(servicetest.Always(verifyRequest, "status:500"))
	w.WantError(p.Verify(), service.Transient)
	w.Heal()
	if got := p.Anew().Read().Token(p.Method); got != p.Token {
		t.Errorf("token %s, want %s", got, p.Token)
	}
	w.Must(p.Anew().Wait())
}

// WorkOS remembers what a key was used for: with one key, both runs would be told that they have
// added the domain, and each would delete it.
func TestOfTwoRunsThatAddADomainOneHasAddedIt(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	p := w.Player()
	other := p.Anew()
	p.Read()
	other.Read()
	w.Must(p.Add())
	w.WantError(other.Add(), service.AlreadyExists, "pending")
	w.wantTruth(other, "found")
	if keys := w.keys(addRequest); len(keys) != 2 || keys[0] == keys[1] {
		t.Errorf("keys %v, want two", keys)
	}
}

// The process that added it was killed before it knew, and the organization does not list the
// domain yet.
func TestProcessThatAddsWhatAKilledOneHasAddedFindsTheSameObject(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	p := w.Player()
	w.Must(p.Add())
	w.Fault(servicetest.Once(organizationRead, "status:200", noDomains))
	p = p.Anew()
	w.WantError(p.Add(), service.AlreadyExists, "pending")
	w.wantTruth(p, "found")
}

// A remembered response would show an object that is gone.
func TestDomainThatIsDestroyedAndAddedAgainIsThereHoweverOftenWithinTheLifeOfAKey(t *testing.T) {
	t.Parallel()
	for _, idempotency := range []string{"honoured", "ignored"} {
		w := newWorld(t)
		w.Set(workossim.SwitchIdempotency, idempotency)
		for range 6 {
			p := w.Player()
			w.Must(p.Add())
			w.wantTruth(p, idempotency)
			w.Must(p.Anew().Release())
		}
		w.WantCount(addRequest, 6)
	}
}

func TestDomainThatExistsShowsItsStateAndItsToken(t *testing.T) {
	t.Parallel()
	for _, state := range []string{workossim.StatePending, workossim.StateVerified} {
		w := newWorld(t)
		p := w.Player()
		_, err := w.AddDomain(workossim.DomainSpec{Domain: p.ID.Domain, State: state})
		w.Must(err)
		w.WantError(p.Add(), service.AlreadyExists)
		w.wantTruth(p, state)
		if string(p.Got.State) != state || p.Got.HostsMail {
			t.Errorf("found %+v, want it %s", p.Got, state)
		}
		w.WantCount("POST ", 0)
	}
}
