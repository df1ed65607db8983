// SPDX-License-Identifier: MPL-2.0

package webexsim_test

import (
	"net/http"
	"slices"
	"strings"
	"testing"
)

func sorted(list []string) []string { return slices.Sorted(slices.Values(list)) }

func TestMalformedRequestsAreRefusedByTheirKind(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	for _, action := range []string{"getDomainVerificationToken", "verifyDomain", "claimDomain", "unverifyDomain", "unclaimDomain"} {
		path := identity + "/actions/" + action
		for name, c := range map[string]struct {
			method, contentType, body string
			status                    int
		}{
			"no JSON":         {http.MethodPost, "application/json", `domain=acme.test`, 400},
			"two values":      {http.MethodPost, "application/json", `{"domain":"a.test"}{}`, 400},
			"empty body":      {http.MethodPost, "application/json", ``, 400},
			"wrong type":      {http.MethodPost, "application/json", `{"domain":7,"data":7}`, 400},
			"field missing":   {http.MethodPost, "application/json", `{}`, 400},
			"field empty":     {http.MethodPost, "application/json", `{"domain":"","data":[{"domain":""}]}`, 400},
			"no object":       {http.MethodPost, "application/json", `null`, 400},
			"field null":      {http.MethodPost, "application/json", `{"domain":null,"data":[{"domain":null}]}`, 400},
			"other case":      {http.MethodPost, "application/json", `{"Domain":"acme.test","DATA":[{"domain":"acme.test"}]}`, 400},
			"form":            {http.MethodPost, "application/x-www-form-urlencoded", `domain=acme.test`, 415},
			"no content type": {http.MethodPost, "", `{"domain":"acme.test"}`, 415},
			"wrong method":    {http.MethodGet, "", "", 405},
		} {
			a := w.request(c.method, path, c.contentType, c.body)
			if a.status != c.status || a.fields["message"] == nil {
				t.Errorf("%s with %s: %d %s, want %d and a message", action, name, a.status, a.text, c.status)
			}
			if c.status == 405 && a.header.Get("Allow") != "POST" {
				t.Errorf("%s with %s: Allow is %q, want POST", action, name, a.header.Get("Allow"))
			}
		}
	}
	if got := w.lists(); got != "pending=[] verified=[] claimed=[]" {
		t.Errorf("refused requests left %s", got)
	}
}

func TestContentTypeMayHaveParametersAndUnknownFieldsAreIgnored(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	a := w.request(http.MethodPost, identity+"/actions/getDomainVerificationToken", "application/json; charset=utf-8",
		`{"domain":"acme.test","colour":"red"}`)
	if a.status != 200 {
		t.Errorf("%d %s, want 200", a.status, a.text)
	}
}

func TestUnknownPathIsNotFoundInWebexShape(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	for _, path := range []string{"/", "/v1", "/v1/", identity + "/actions/stealDomain", identity + "/domains", "/v2/organizations"} {
		if a := w.get(path); a.status != 404 || a.fields["message"] == nil || a.header.Get("Trackingid") == "" {
			t.Errorf("GET %s: %d %s, want 404 with message and tracking id", path, a.status, a.text)
		}
	}
}

func TestSuccessfulAnswersCarryATrackingIDOfTheirOwn(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	first, second := w.get(identity).header.Get("Trackingid"), w.get(identity).header.Get("Trackingid")
	if first == "" || first == second {
		t.Errorf("tracking ids %q and %q, want two different ones", first, second)
	}
}

// No field of the description is nullable, and a default is not asked for by null.
func TestSwitchThatIsNullIsRefused(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	for action, body := range map[string]string{
		"verifyDomain":   `{"domain":"acme.test","claimDomain":null}`,
		"claimDomain":    `{"data":[{"domain":"acme.test"}],"forceDomainClaim":null}`,
		"unverifyDomain": `{"domain":"acme.test","removePending":null}`,
	} {
		if a := w.act(action, body); a.status != 400 || !strings.Contains(a.text, "must not be null") {
			t.Errorf("%s %s: %d %s, want 400", action, body, a.status, a.text)
		}
	}
}
