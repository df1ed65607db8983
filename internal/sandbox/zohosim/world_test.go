// SPDX-License-Identifier: MPL-2.0

package zohosim_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/domainverify/terraform-provider-domainverify/internal/sandbox/simhttp/switchtest"
	"github.com/domainverify/terraform-provider-domainverify/internal/sandbox/zohosim"
)

const organizationID = "70012345"

// world is the simulator, what it sees from outside, and a customer calling it.
type world struct {
	*switchtest.Outside
	*zohosim.Sim
	mail, accounts string
	authorization  string // of the next call
}

func newWorld(t *testing.T, change ...func(*zohosim.Config)) *world {
	t.Helper()
	outside := switchtest.NewOutside(t)
	config := zohosim.Config{
		OrganizationID: organizationID, Now: outside.Clock.Now, Rand: outside.Rand,
		LookupTXT: outside.LookupTXT, LookupCNAME: outside.LookupCNAME, Fetch: outside.Fetch,
	}
	for _, c := range change {
		c(&config)
	}
	sim, err := zohosim.New(config)
	if err != nil {
		t.Fatal(err)
	}
	w := &world{Outside: outside, Sim: sim, mail: outside.Serve(sim.Mail()), accounts: outside.Serve(sim.Accounts())}
	w.authorize(sim.Credentials().AccessToken)
	return w
}

func (w *world) authorize(token string) { w.authorization = "Zoho-oauthtoken " + token }

// answer is one response; code is the envelope's, data nil when it is no object.
type answer struct {
	status, code int
	header       http.Header
	text         string
	description  string
	data         map[string]any
	list         any // data, whatever it is
}

func (w *world) call(method, path, body string) answer {
	w.T.Helper()
	r := w.Call(method, w.mail+path, body, map[string]string{"Authorization": w.authorization, "Content-Type": "application/json"})
	var envelope struct {
		Status struct {
			Code        int
			Description string
		}
		Data any
	}
	if err := json.Unmarshal([]byte(r.Text), &envelope); err != nil && r.Text != "" && strings.HasPrefix(r.Header.Get("Content-Type"), "application/json") {
		w.T.Fatalf("%s %s answered %q: %v", method, path, r.Text, err)
	}
	data, _ := envelope.Data.(map[string]any)
	return answer{r.Status, envelope.Status.Code, r.Header, strings.TrimSpace(r.Text), envelope.Status.Description, data, envelope.Data}
}

const (
	organization = "/api/organization/" + organizationID
	domains      = organization + "/domains"

	byTXT, byCNAME, byHTML = "verifyDomainByTXT", "verifyDomainByCName", "verifyDomainByHTML"
)

// The calls under test.

func (w *world) tryAdd(name string) answer {
	w.T.Helper()
	return w.call(http.MethodPost, domains, fmt.Sprintf(`{"domainName":%q}`, name))
}

func (w *world) get(name string) answer {
	w.T.Helper()
	return w.call(http.MethodGet, domains+"/"+name, "")
}

func (w *world) list() answer { w.T.Helper(); return w.call(http.MethodGet, domains, "") }

func (w *world) put(name, mode string) answer {
	w.T.Helper()
	return w.call(http.MethodPut, domains+"/"+name, fmt.Sprintf(`{"mode":%q}`, mode))
}

func (w *world) delete(name string) answer {
	w.T.Helper()
	return w.call(http.MethodDelete, domains+"/"+name, "")
}

// grant is an answer of the token endpoint.
type grant struct {
	status int
	fields map[string]any
}

// refresh asks for an access token, with changes to the right parameters.
func (w *world) refresh(changes ...string) grant {
	w.T.Helper()
	c := w.Credentials()
	form := url.Values{
		"grant_type": {"refresh_token"}, "client_id": {c.ClientID}, "client_secret": {c.ClientSecret}, "refresh_token": {c.RefreshToken},
	}
	for _, change := range changes {
		name, value, _ := strings.Cut(change, "=")
		form.Set(name, value)
	}
	r := w.Call(http.MethodPost, w.accounts+"/oauth/v2/token", form.Encode(), map[string]string{"Content-Type": "application/x-www-form-urlencoded"})
	if r.Fields == nil {
		w.T.Fatalf("token endpoint: %d %s", r.Status, r.Text)
	}
	return grant{status: r.Status, fields: r.Fields}
}

func (g grant) token() string { token, _ := g.fields["access_token"].(string); return token }

// The steps that stories are made of. Each fails the test when the step itself does.

func (w *world) add(name string) zohosim.DomainSnapshot {
	w.T.Helper()
	if a := w.tryAdd(name); a.status >= 400 || a.code >= 400 {
		w.T.Fatalf("adding %s: %d %s", name, a.status, a.text)
	}
	return w.domain(name)
}

// publish makes all three proofs of a domain visible.
func (w *world) publish(d zohosim.DomainSnapshot) {
	w.See(func() {
		w.Records[d.Domain] = []string{"v=spf1 -all", d.TXTRecord}
		w.Aliases[d.CNAMEName] = d.CNAMETarget
		w.Pages[d.FileURL] = switchtest.Page{Status: 200, Content: d.FileContent}
	})
}

func (w *world) makeVerified(name string) {
	w.T.Helper()
	if err := w.AddDomain(zohosim.DomainSpec{Domain: name, Verified: true}); err != nil {
		w.T.Fatal(err)
	}
}

func (w *world) domain(name string) zohosim.DomainSnapshot {
	w.T.Helper()
	d, ok := w.Snapshot().Domain(name)
	if !ok {
		w.T.Fatalf("the organization does not have %s", name)
	}
	return d
}

func (w *world) set(name, value string) {
	w.T.Helper()
	if err := w.Switches().Set(name, value); err != nil {
		w.T.Fatal(err)
	}
}

func (w *world) must(err error) {
	w.T.Helper()
	if err != nil {
		w.T.Fatal(err)
	}
}
