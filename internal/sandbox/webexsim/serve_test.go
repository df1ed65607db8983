// SPDX-License-Identifier: MPL-2.0

package webexsim_test

import (
	"strings"
	"testing"
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

// No field of the description is nullable, and a default is not asked for by null.
func TestSwitchThatIsNullIsRefused(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	for action, body := range map[string]string{
		"verifyDomain":   `{"domain":"acme.test","claimDomain":null}`,
		"claimDomain":    `{"data":[{"domain":"acme.test"}],"forceDomainClaim":null}`,
		"unverifyDomain": `{"domain":"acme.test","removePending":null}`,
	} {
		if a := w.act(action, body); a.Status != 400 || !strings.Contains(a.Text, "must not be null") {
			t.Errorf("%s %s: %d %s, want 400", action, body, a.Status, a.Text)
		}
	}
}
