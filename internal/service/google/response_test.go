// SPDX-License-Identifier: MPL-2.0

package google_test

import (
	"net/http"
	"strings"
	"testing"

	"github.com/domainverify/terraform-provider-domainverify/internal/sandbox/googlesim"
	"github.com/domainverify/terraform-provider-domainverify/internal/service"
	"github.com/domainverify/terraform-provider-domainverify/internal/service/servicetest"
)

// item is a resource of the list, with a type, an identifier and an ID.
func item(kind, identifier, id string) string {
	return `{"items":[{"id":"` + id + `","site":{"type":"` + kind + `","identifier":"` + identifier + `"},"owners":["a@b.test"]}]}`
}

func TestGoldenLists(t *testing.T) {
	t.Parallel()
	const encoded, plain = "dns%3A%2F%2Fd0.corp.test", "dns://d0.corp.test"
	for body, want := range map[string]service.State{
		`{}`:             service.StateUnverified,
		`{"items":[]}`:   service.StateUnverified,
		`{"items":null}`: service.StateUnverified,
		item("INET_DOMAIN", "d0.corp.test", encoded):                                                     service.StateVerified,
		item("INET_DOMAIN", "d0.corp.test", plain):                                                       service.StateVerified,
		item("INET_DOMAIN", "D0.Corp.TEST.", encoded):                                                    service.StateVerified,
		`{"items":[{"id":"` + encoded + `","site":{"type":"INET_DOMAIN","identifier":"d0.corp.test"}}]}`: service.StateVerified,
		// A URL of the domain is another resource.
		item("SITE", "http://d0.corp.test/", "http%3A%2F%2Fd0.corp.test%2F"):           service.StateUnverified,
		item("ANDROID_APP", "android-app://test.app/", "android-app%3A%2F%2Ftest.app"): service.StateUnverified,
		// What is not understood may be any domain.
		`{"items":[{"id":"` + encoded + `"}]}`:                              "",
		`{"items":[{"site":{"type":"INET_DOMAIN","identifier":"a.test"}}]}`: "",
		item("INET_DOMAIN", "other.test", encoded):                          "",
		item("INET_DOMAIN", "d0.corp.test", "http%3A%2F%2Fd0.corp.test"):    "",
		item("SITE", "d0.corp.test", encoded):                               "",
		`{"items":{}}`:                                                      "",
		`{"message":"ok"}`:                                                  "",
		`{"error":{"code":503}}`:                                            "",
		`[]`:                                                                "",
		`null`:                                                              "",
		`<html><title>Sign in</title></html>`:                               "",
	} {
		w := newWorld(t)
		w.Fault(servicetest.Always(listRequest, "status:200", body))
		p := w.Player()
		err := p.TryRead()
		if want == "" {
			w.WantError(err, service.Transient)
		} else if err != nil || p.Got.State != want {
			t.Errorf("%s: %s, %v; want %s", body, p.Got.State, err, want)
		}
	}
}

func TestGoldenTokens(t *testing.T) {
	t.Parallel()
	const txt, cname = "DNS_TXT", "DNS_CNAME"
	for _, c := range []struct{ method, token, want, value string }{
		{txt, "google-site-verification=abc_-1", "abc_-1", "google-site-verification=abc_-1"},
		{txt, "abc_-1", "abc_-1", "google-site-verification=abc_-1"},
		{txt, "", "", ""},
		{txt, "google-site-verification=", "", ""},
		{txt, "google-site-verification=a b", "", ""},
		{cname, "3umntkhyge7x gv-a.dv.googlehosted.com", "3umntkhyge7x.gv-a.dv.googlehosted.com", "gv-a.dv.googlehosted.com"},
		{cname, "3UMNTKHYGE7X gv-a.dv.googlehosted.com.", "3umntkhyge7x.gv-a.dv.googlehosted.com", "gv-a.dv.googlehosted.com"},
		{cname, "3umntkhyge7x gv-a.domainverify.googlehosted.com", "3umntkhyge7x.gv-a.domainverify.googlehosted.com", "gv-a.domainverify.googlehosted.com"},
		{cname, "gv-a.dv.googlehosted.com", "", ""},
		{cname, "a  b.googlehosted.com", "", ""},
		{cname, "a b.googlehosted.com c", "", ""},
		{cname, "a.b c.googlehosted.com", "", ""},
		{cname, "a -.com", "", ""},
		{cname, "", "", ""},
	} {
		w := newWorld(t)
		w.Method = map[string]service.Method{txt: service.MethodDNSTXT, cname: service.MethodDNSCNAME}[c.method]
		w.Fault(servicetest.Always(tokenRequest, "status:200", `{"method":"`+c.method+`","token":"`+c.token+`"}`))
		got, err := w.Player().Challenged()
		if c.want == "" {
			w.WantError(err, service.Blocked, "cannot be published")
		} else if err != nil || got.Token != c.want || got.Publication.Record.Value != c.value {
			t.Errorf("%q: %+v, %v", c.token, got, err)
		}
	}
	for _, token := range servicetest.Unpublishable() {
		w := newWorld(t)
		w.Fault(servicetest.Always(tokenRequest, "status:200", `{"method":"DNS_TXT","token":"`+token+`"}`))
		w.WantError(w.Player().Challenge(), service.Blocked, "cannot be published")
	}
}

func TestTokenOfAnotherMethodIsNotUsed(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.Fault(servicetest.Always(tokenRequest, "status:200", `{"method":"FILE","token":"google0123456789abcdef.html"}`))
	w.WantError(w.Player().Challenge(), service.Transient, "FILE")
}

// The envelopes of older and newer front ends mean the same, for each of the meanings of
// a 403.
func TestRefusalsAreToldApartInEveryEnvelope(t *testing.T) {
	t.Parallel()
	for _, envelope := range []string{"errors", "status_details", "status_only"} {
		t.Run(envelope, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t)
			w.Set(googlesim.SwitchErrorEnvelope, envelope)
			w.issue(googlesim.ScopeVerifyOnly)
			w.WantError(w.Player().TryRead(), service.Denied, "gcloud auth application-default login --scopes=https://www.googleapis.com/auth/siteverification,", "insufficient authentication scopes")
			w.issue()
			w.project(googlesim.ProjectState{Disabled: []string{"Site Verification API"}})
			w.WantError(w.Player().TryRead(), service.Denied, "not enabled", "siteverification.googleapis.com", "billing_project", "user_project_override")
			w.project(googlesim.ProjectState{})
			w.by(w.client().Login)
			w.WantError(w.Player().TryRead(), service.Denied, "not enabled", "billed to a project of gcloud")
			w.Values = service.Values{"base_url": w.Values["base_url"], "access_token": "ya29.unknown"}
			w.WantError(w.Player().TryRead(), service.Denied, "does not accept the access token")
		})
	}
}

func TestRefusalsThatOnlyOneOperationHas(t *testing.T) {
	t.Parallel()
	servicetest.Cases(t, start, map[string]servicetest.Case{
		"method of another type": {
			State:  service.StatePending,
			Faults: faults(verifyRequest, http.StatusBadRequest, "badRequest", "You cannot use the verification method DNS_TXT to verify a site of type SITE"),
			Do:     (*servicetest.Player).Verify, Class: service.Rejected, Words: []string{"type SITE"}, Counts: map[string]int{verifyRequest: 1},
		},
		"invalid parameter": {
			State:  service.StatePending,
			Faults: faults(verifyRequest, http.StatusBadRequest, "invalidParameter", "Invalid value"),
			Do:     (*servicetest.Player).Verify, Class: service.Rejected, Healed: service.StateVerified,
		},
		"unowned to the delete, and in the list": {
			State:  service.StateVerified,
			Faults: faults(releaseRequest, http.StatusForbidden, "forbidden", "You are not an owner of this site."),
			Do:     (*servicetest.Player).Release, Class: service.Transient, Words: []string{"lists it as verified"}, Then: service.StateVerified, Healed: service.StateAbsent,
		},
		"not found by the delete, and in the list": {
			State:  service.StateVerified,
			Faults: faults(releaseRequest, http.StatusNotFound, "notFound", "Not Found"),
			Do:     (*servicetest.Player).Release, Class: service.Transient, Then: service.StateVerified, Healed: service.StateAbsent,
		},
		"forbidden to the delete": {
			State:  service.StateVerified,
			Faults: faults(releaseRequest, http.StatusForbidden, "forbidden", "Nobody may."),
			Do:     (*servicetest.Player).Release, Class: service.Denied, Then: service.StateVerified,
		},
		"HTML in place of an insert": {
			State:  service.StatePending,
			Faults: []fault{servicetest.Always(verifyRequest, "status:502", "<html><title>Bad Gateway</title></html>")},
			Do:     (*servicetest.Player).Verify, Class: service.Transient, Words: []string{"Bad Gateway"}, Healed: service.StateVerified,
		},
		"insert about another domain": {
			State:  service.StatePending,
			Faults: []fault{servicetest.Always(verifyRequest, "status:200", strings.NewReplacer(`{"items":[`, "", "]}]}", "]}").Replace(item("INET_DOMAIN", "other.test", "dns%3A%2F%2Fother.test")))},
			Do:     (*servicetest.Player).Verify, Class: service.Transient, Counts: map[string]int{verifyRequest: 2}, Healed: service.StateVerified,
		},
	})
}
