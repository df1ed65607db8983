// SPDX-License-Identifier: MPL-2.0

package webexsim_test

import (
	"fmt"
	"regexp"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/domainverify/terraform-provider-domainverify/internal/sandbox/simhttp/simtest"
	"github.com/domainverify/terraform-provider-domainverify/internal/sandbox/webexsim"
)

func TestMalformedRequestsAreRefusedByTheirKind(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	for _, action := range actions() {
		for name, c := range map[string]struct {
			method, contentType, body string
			status                    int
		}{
			"no JSON":         {"POST", "application/json", `domain=acme.test`, 400},
			"two values":      {"POST", "application/json", `{"domain":"a.test"}{}`, 400},
			"empty body":      {"POST", "application/json", ``, 400},
			"wrong type":      {"POST", "application/json", `{"domain":7,"data":7}`, 400},
			"field missing":   {"POST", "application/json", `{}`, 400},
			"field empty":     {"POST", "application/json", `{"domain":"","data":[{"domain":""}]}`, 400},
			"list empty":      {"POST", "application/json", `{"domain":"","data":[]}`, 400},
			"no object":       {"POST", "application/json", `null`, 400},
			"item empty":      {"POST", "application/json", `{"data":[{}],"domain":""}`, 400},
			"no list":         {"POST", "application/json", `{"data":"acme.test"}`, 400},
			"boolean null":    {"POST", "application/json", `{"domain":"","data":[{"domain":"acme.test"}],"forceDomainClaim":null}`, 400},
			"field null":      {"POST", "application/json", `{"domain":null,"data":[{"domain":null}]}`, 400},
			"other case":      {"POST", "application/json", `{"Domain":"acme.test","DATA":[{"domain":"acme.test"}]}`, 400},
			"form":            {"POST", "application/x-www-form-urlencoded", `domain=acme.test`, 415},
			"no content type": {"POST", "", `{"domain":"acme.test"}`, 415},
			"wrong method":    {"GET", "", "", 405},
		} {
			a := w.Do(c.method, identity+"/actions/"+action, c.contentType, c.body)
			if a.Status != c.status || a.Fields["message"] == nil || c.status == 405 && a.Header.Get("Allow") != "POST" {
				t.Errorf("%s with %s: %d %s, want %d and a message", action, name, a.Status, a.Text, c.status)
			}
		}
	}
	w.wantLists("after refused requests", "pending=[] verified=[] claimed=[]")
}

func TestContentTypeMayHaveParametersAndUnknownFieldsAreIgnored(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	a := w.Do("POST", identity+"/actions/getDomainVerificationToken", "application/json; charset=utf-8", `{"domain":"acme.test","colour":"red"}`)
	if a.Status != 200 {
		t.Errorf("%d %s, want 200", a.Status, a.Text)
	}
}

// No field of the description is nullable, and a default is not asked for by null.
func TestFlagThatIsNullIsRefused(t *testing.T) {
	t.Parallel()
	w := newWorld(t, governmental)
	for flag, call := range map[string]func(string, ...string) simtest.Response{
		"claimDomain": w.verify, "reserveDomain": w.verify, "removePending": w.unverify, "forceDomainClaim": w.claim, "claimDomainOnly": w.claim,
	} {
		if a := call("acme.test", fmt.Sprintf(`,%q:null`, flag)); a.Status != 400 || !strings.Contains(a.Text, flag+" must not be null") {
			t.Errorf("%s: %d %s, want 400", flag, a.Status, a.Text)
		}
	}
}

func TestUnknownPathIsNotFoundInWebexShape(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	for _, path := range []string{"/", "/v1", "/v1/", identity + "/actions/stealDomain", identity + "/domains", "/v2/organizations"} {
		if a := w.Get(path); a.Status != 404 || a.Fields["message"] == nil || a.Header.Get("Trackingid") == "" {
			t.Errorf("GET %s: %d %s, want 404 with message and tracking id", path, a.Status, a.Text)
		}
	}
}

func TestSuccessfulAnswersCarryATrackingIDOfTheirOwn(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	first, second := w.Get(identity).Header.Get("Trackingid"), w.Get(identity).Header.Get("Trackingid")
	if first == "" || first == second {
		t.Errorf("tracking ids %q and %q, want two different ones", first, second)
	}
}

const publicOrganizationID = "Y2lzY29zcGFyazovL3VzL09SR0FOSVpBVElPTi9iZjczMmM4NS02OGNhLTQ4NjctOTRlNC05MzcyODZhZDJmZDQ"

func TestPublicOrganizationIsFoundByItsBase64ID(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	want := map[string]any{"id": publicOrganizationID, "displayName": "Acme, Inc.", "created": "2026-01-01T12:00:00+00:00"}
	w.WantFields("list", w.Get("/v1/organizations"), 200, map[string]any{"items": []any{want}})
	w.WantFields("read", w.Get("/v1/organizations/"+publicOrganizationID), 200, want)
	w.Want("read by UUID", w.Get("/v1/organizations/"+organizationID), 404)
}

func TestIdentityReadHasOnlyTheDocumentedFields(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.makeClaimed("acme.test")
	want := map[string]any{
		"schemas":     []any{"urn:cisco:codev:identity:organization:core:1.0"},
		"id":          organizationID,
		"displayName": "Acme, Inc.",
		"meta":        map[string]any{"created": "2026-01-01T12:00:00.000Z", "lastModified": "2026-01-01T12:00:00.000Z", "version": `W/"4"`},
	}
	if diff := cmp.Diff(want, w.Get(identity).Fields); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestMeIsTheAdministratorAndFailsForAServiceApp(t *testing.T) {
	t.Parallel()
	w := newWorld(t, func(c *webexsim.Config) { c.AdminEmail = "root@corp.test" })
	a := w.Get("/v1/people/me")
	want := map[string]any{
		"id":          "Y2lzY29zcGFyazovL3VzL1BFT1BMRS9yb290QGNvcnAudGVzdA",
		"emails":      []any{"root@corp.test"},
		"displayName": "Administrator",
		"orgId":       publicOrganizationID,
		"roles":       []any{"Y2lzY29zcGFyazovL3VzL1JPTEUvaWRfZnVsbF9hZG1pbg"},
		"type":        "person",
	}
	if diff := cmp.Diff(want, a.Fields); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	w.as(w.IssueAccessToken(webexsim.TokenSpec{NotAdmin: true}))
	if diff := cmp.Diff([]any{}, w.Get("/v1/people/me").Fields["roles"]); diff != "" {
		t.Errorf("roles of someone else (-want +got):\n%s", diff)
	}
	w.as(w.IssueAccessToken(webexsim.TokenSpec{ServiceApp: true}))
	w.Want("service app", w.Get("/v1/people/me"), 404)
}

func TestAdministratorWithoutADomainIsRefused(t *testing.T) {
	t.Parallel()
	if _, err := webexsim.New(webexsim.Config{World: simtest.NewOutside(t).World(), AdminEmail: "admin"}); err == nil {
		t.Error("accepted")
	}
}

func TestIdentifiersLeftOutAreMadeUp(t *testing.T) {
	t.Parallel()
	c := newWorld(t, func(c *webexsim.Config) { c.OrganizationID = "" }).Credentials()
	if !regexp.MustCompile(`^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-a[0-9a-f]{3}-[0-9a-f]{12}$`).MatchString(c.OrganizationID) {
		t.Errorf("organization id %q is no version 4 UUID", c.OrganizationID)
	}
	for name, value := range map[string]string{
		"access token": c.AccessToken, "client id": c.ClientID, "client secret": c.ClientSecret, "refresh token": c.RefreshToken,
	} {
		if len(value) < 64 {
			t.Errorf("%s %q is shorter than real ones", name, value)
		}
	}
}
