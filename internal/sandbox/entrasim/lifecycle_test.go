// SPDX-License-Identifier: MPL-2.0

package entrasim_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/domainverify/terraform-provider-domainverify/internal/sandbox/entrasim"
	"github.com/domainverify/terraform-provider-domainverify/internal/sandbox/simhttp"
	"github.com/domainverify/terraform-provider-domainverify/internal/sandbox/simhttp/simtest"
)

// TestDomainLivesFromAddToDelete is wire/entra.md 1.
func TestDomainLivesFromAddToDelete(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	pending := map[string]any{
		"@odata.context": w.URL + "/v1.0/$metadata#domains/$entity", "id": "acme.test", "isVerified": false, "state": nil, "isDefault": false,
		"isInitial": false, "isRoot": false, "authenticationType": "Managed", "availabilityStatus": nil, "isAdminManaged": true,
		"supportedServices": []any{}, "passwordValidityPeriodInDays": nil, "passwordNotificationWindowInDays": nil, "manufacturer": nil, "model": nil,
	}
	w.WantFields("adding", w.Post("/v1.0/domains", `{"@odata.type":"#microsoft.graph.domain","id":"Acme.test"}`), 201, pending)
	w.WantFields("reading", w.get("ACME.test"), 200, pending)
	w.WantFields("selecting", w.Get(w.path("acme.test")+"?$select=id,isVerified"), 200, map[string]any{
		"@odata.context": w.URL + "/v1.0/$metadata#domains/$entity", "id": "acme.test", "isVerified": false,
	})
	items, _ := w.items(w.path("acme.test") + "/verificationDnsRecords")
	text := fmt.Sprint(items[1]["text"])
	exchange := strings.TrimPrefix(text, "MS=") + ".msv1.invalid"
	if items[1]["@odata.type"] != "#microsoft.graph.domainDnsTxtRecord" || len(text) != len("MS=ms12345678") || items[0]["mailExchange"] != exchange {
		t.Errorf("records %v", items)
	}
	w.prove("acme.test")
	verified := w.Do("POST", w.path("acme.test")+"/microsoft.graph.verify", "application/json", "")
	if got := simtest.Line(shown(verified), verified.Fields["availabilityStatus"], verified.Fields["isRoot"]); got != "200 true AvailableImmediately true" {
		t.Errorf("verified: %s", got)
	}
	w.Want("deleting", w.Delete(w.path("acme.test")), 204)
	w.Want("reading what is gone", w.get("acme.test"), 404)
}

func TestRequestsThatAreNotAsDocumentedAreRefused(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.add("acme.test")
	post := func(path, kind, body string) simtest.Response { return w.Do("POST", path, kind, body) }
	const jsonType = "application/json"
	for what, r := range map[string]simtest.Response{
		"more members":       post("/v1.0/domains", jsonType, `{"id":"b.test","isDefault":true}`),
		"no id":              post("/v1.0/domains", jsonType, `{}`),
		"a number":           post("/v1.0/domains", jsonType, `{"id":1}`),
		"no JSON":            post("/v1.0/domains", jsonType, `{"id"`),
		"another type":       post("/v1.0/domains", "text/plain", `{"id":"b.test"}`),
		"a trailing dot":     w.tryAdd("b.test."),
		"one label":          w.tryAdd("localhost"),
		"verify with a key":  post(w.path("acme.test")+"/verify", jsonType, `{"force":true}`),
		"force with a text":  post(w.path("acme.test")+"/forceDelete", jsonType, `{"disableUserAccounts":"no"}`),
		"an option":          w.Get("/v1.0/domains?$filter=isVerified"),
		"an unknown member":  w.Get("/v1.0/domains?$select=id,color"),
		"a made-up link":     w.Get("/v1.0/domains?$skiptoken=-1"),
		"an unknown segment": w.Get("/v1.0/domains/acme.test/owner"),
	} {
		w.Want(what, r, 400)
	}
	w.Want("PATCH", w.Do("PATCH", w.path("acme.test"), jsonType, `{}`), 405)
	if got := len(w.Snapshot().Domains); got != 4 {
		t.Errorf("%d domains, want the initial ones and acme.test", got)
	}
}

func TestErrorsCarryTheIDsThatSupportAsksFor(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.Header.Set("Client-Request-Id", "mine")
	r := w.get("acme.test")
	failure, _ := r.Fields["error"].(map[string]any)
	inner, _ := failure["innerError"].(map[string]any)
	got := simtest.Line(failure["code"], inner["client-request-id"], r.Header.Get("Client-Request-Id"), inner["request-id"] == r.Header.Get("Request-Id"))
	if got != "Request_ResourceNotFound mine mine true" {
		t.Errorf("seen %s", got)
	}
}

func TestInitialAndDefaultDomainsAreKept(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.have("acme.test", "", true)
	w.Must(w.Drift("make_default", "acme.test"))
	force := func(name string) simtest.Response { return w.Post(w.path(name)+"/forceDelete", "") }
	for what, r := range map[string]simtest.Response{
		"initial": w.Delete(w.path("own.onmicrosoft.com")), "initial, forced": force("own.onmicrosoft.com"),
	} {
		if got := refused(r); got != "400 - "+deleteText {
			t.Errorf("%s: %s", what, got)
		}
	}
	for what, r := range map[string]simtest.Response{"default": w.Delete(w.path("acme.test")), "default, forced": force("acme.test")} {
		if got := refused(r); got != "400 DefaultDomainDeletion "+deleteText {
			t.Errorf("%s: %s", what, got)
		}
	}
}

// TestForcedDeletionDisablesAccountsUnlessToldNotTo is wire/entra.md 10.
func TestForcedDeletionDisablesAccountsUnlessToldNotTo(t *testing.T) {
	t.Parallel()
	for body, disabled := range map[string]int{"": 3, `{"disableUserAccounts":true}`: 3, `{"disableUserAccounts":false}`: 0} {
		w := newWorld(t)
		w.have("acme.test", "", true)
		w.Must(w.SetReferences(entrasim.ReferenceSpec{Domain: "acme.test", References: entrasim.References{Users: 3, Applications: 1}}))
		w.Want("forcing", w.Post(w.path("acme.test")+"/microsoft.graph.forceDelete", body), 204)
		w.Clock.Advance(30 * time.Second)
		w.Want("forcing twice", w.Post(w.path("acme.test")+"/forceDelete", body), 400)
		w.Want("deleting meanwhile", w.Delete(w.path("acme.test")), 400)
		if got := progress(w.get("acme.test")); got != "200 ForceDelete InProgress" {
			t.Errorf("%s: %s", body, got)
		}
		w.Clock.Advance(30 * time.Second)
		if own := w.Snapshot().Tenants[0]; own.Renamed != 4 || own.Disabled != disabled || w.get("acme.test").Status != 404 {
			t.Errorf("%s: %+v, want %d disabled", body, own, disabled)
		}
	}
}

func TestReferencesAreListedByPages(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.have("acme.test", "", true)
	w.Must(w.SetReferences(entrasim.ReferenceSpec{Domain: "acme.test", References: entrasim.References{Users: 150, Groups: 1, Applications: 1}}))
	items, pages := w.items(w.path("acme.test") + "/domainNameReferences")
	first, last := items[0], items[len(items)-1]
	got := simtest.Line(len(items), pages, first["@odata.type"], first["userPrincipalName"], last["@odata.type"], last["displayName"])
	if got != "152 2 #microsoft.graph.user user1@acme.test #microsoft.graph.application application 1" {
		t.Errorf("seen %s", got)
	}
}

func TestRootOfASubdomainIsFound(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.have("acme.test", "", true)
	w.add("a.acme.test")
	w.have("alone.test", "", false)
	if r := w.Get(w.path("a.acme.test") + "/rootDomain"); r.Fields["id"] != "acme.test" {
		t.Errorf("root: %s", r.Text)
	}
	w.Want("root of what has none", w.Get(w.path("alone.test")+"/rootDomain"), 404)
}

// TestDomainThatIsDeletedDuringALookupStaysDeleted: a verify waits for DNS.
func TestDomainThatIsDeletedDuringALookupStaysDeleted(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.add("acme.test")
	w.prove("acme.test")
	w.See(func() { w.During = func(string) { _ = w.Drift("remove", "acme.test") } })
	w.Want("verifying", w.verify("acme.test"), 404)
	w.Want("reading", w.get("acme.test"), 404)
}

func TestDriftIsWhatAdministratorsDo(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	for _, name := range []string{"a.test", "b.test", "c.test", "d.test", "e.test"} {
		w.have(name, "", name != "a.test")
	}
	w.have("held.test", entrasim.Other, true)
	w.have("held.test", "", false)
	for _, drift := range [][2]string{{"verify", "a.test"}, {"unverify", "b.test"}, {"remove", "c.test"}, {"readd", "d.test"}, {"take_away", "e.test"}} {
		w.Must(w.Drift(drift[0], drift[1]))
	}
	if got := w.listed(); got != "a.test+ b.test held.test d.test" {
		t.Errorf("listed %s", got)
	}
	if d, there := w.Snapshot().Domain(entrasim.Other, "e.test"); !there || !d.Verified {
		t.Errorf("taken away: %+v", d)
	}
	w.Must(w.ReleaseElsewhere("e.test"))
	if _, there := w.Snapshot().Domain(entrasim.Other, "e.test"); there || w.ReleaseElsewhere("a.test") == nil {
		t.Error("not the domain of another tenant was released")
	}
	w.WantObstacles(w.Drift, [][3]string{
		{"verify", "a.test", "is verified already"},
		{"verify", "held.test", "in another tenant"},
		{"unverify", "b.test", "is not verified"},
		{"remove", "own.onmicrosoft.com", "initial domain"},
		{"federate", "b.test", "is not verified"},
		{"remove", "c.test", "does not have it"},
		{"paint", "a.test", "unknown kind"},
	}...)
}

func TestConfigurationNeedsTheOutside(t *testing.T) {
	t.Parallel()
	if _, err := entrasim.New(entrasim.Config{World: simhttp.World{}}); err == nil {
		t.Error("a simulator without DNS was started")
	}
}
