// SPDX-License-Identifier: MPL-2.0

package googlesim_test

import (
	"fmt"
	"net/url"
	"strings"
	"testing"

	"github.com/domainverify/terraform-provider-domainverify/internal/leakcheck"
	"github.com/domainverify/terraform-provider-domainverify/internal/sandbox/googlesim"
	"github.com/domainverify/terraform-provider-domainverify/internal/sandbox/simhttp"
	"github.com/domainverify/terraform-provider-domainverify/internal/sandbox/simhttp/simtest"
)

func TestMain(m *testing.M) { leakcheck.Main(m) }

// world is the simulator, what it sees from outside, and a service account calling it.
type world struct {
	*simtest.Client
	*googlesim.Sim
}

const (
	account  = "terraform@acme-project.iam.gserviceaccount.com"
	verifier = "verifier@acme-project.iam.gserviceaccount.com"
	admin    = "admin@primary.test"

	api  = "/siteVerification/v1/"
	acme = api + "webResource/dns%3A%2F%2Facme.test"
	site = `"site":{"type":"INET_DOMAIN","identifier":"acme.test"}`
)

func newWorld(t *testing.T) *world {
	t.Helper()
	outside, sim := simtest.Start(t, func(w simhttp.World) googlesim.Config { return googlesim.Config{World: w} }, googlesim.New, nil)
	w := &world{outside.Serve(sim), sim}
	w.as(account)
	return w
}

// as goes on as another identity. A person names a quota project.
func (w *world) as(email string, scopes ...string) {
	w.T.Helper()
	value, err := w.IssueToken(googlesim.TokenRequest{Email: email, Scopes: scopes})
	w.Must(err)
	w.Authorization = "Bearer " + value
	w.Header.Set("X-Goog-User-Project", googlesim.Project)
}

func (w *world) token(method string) string {
	w.T.Helper()
	r := w.Post(api+"token", fmt.Sprintf(`{%s,"verificationMethod":%q}`, site, method))
	w.Want("getToken", r, 200)
	token, _ := r.Fields["token"].(string)
	return token
}

func (w *world) insert(method string) simtest.Response {
	w.T.Helper()
	return w.Post(api+"webResource?verificationMethod="+method, "{"+site+"}")
}

// verify publishes the TXT record and inserts.
func (w *world) verify() {
	w.T.Helper()
	w.Publish("acme.test", "v=spf1 -all", w.token(googlesim.MethodTXT))
	w.Want("insert", w.insert(googlesim.MethodTXT), 200)
}

func (w *world) postForm(form url.Values) simtest.Response {
	w.T.Helper()
	return w.Do("POST", "/token", "application/x-www-form-urlencoded", form.Encode())
}

// refusal is status, first reason and text of an error.
func refusal(r simtest.Response) string {
	e, _ := r.Fields["error"].(map[string]any)
	list, _ := e["errors"].([]any)
	if len(list) == 0 {
		return fmt.Sprint(r.Status)
	}
	first, _ := list[0].(map[string]any)
	return simtest.Line(r.Status, first["reason"])
}

func has(r simtest.Response, text string) bool { return strings.Contains(r.Text, text) }
