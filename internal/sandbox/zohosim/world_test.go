// SPDX-License-Identifier: MPL-2.0

package zohosim_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/domainverify/terraform-provider-domainverify/internal/leakcheck"
	"github.com/domainverify/terraform-provider-domainverify/internal/sandbox/simhttp"
	"github.com/domainverify/terraform-provider-domainverify/internal/sandbox/simhttp/simtest"
	"github.com/domainverify/terraform-provider-domainverify/internal/sandbox/zohosim"
)

func TestMain(m *testing.M) { leakcheck.Main(m) }

const organizationID = "70012345"

// world is the simulator, what it sees from outside, and a customer calling its Mail API.
type world struct {
	*simtest.Client
	*zohosim.Sim
	accounts *simtest.Client
}

func newWorld(t *testing.T, change ...func(*zohosim.Config)) *world {
	t.Helper()
	outside, sim := simtest.Start(t, func(world simhttp.World) zohosim.Config {
		return zohosim.Config{World: world, Credentials: zohosim.Credentials{OrganizationID: organizationID}}
	}, zohosim.New, change)
	w := &world{outside.Serve(sim.Mail), sim, outside.Serve(sim.Accounts)}
	w.authorize(sim.Credentials().AccessToken)
	return w
}

func (w *world) authorize(token string) { w.Authorization = "Zoho-oauthtoken " + token }

// answer is one response; code is the envelope's, data nil when it is no object.
type answer struct {
	simtest.Response
	code        int
	description string
	data        map[string]any
	list        any // data, whatever it is
}

func (w *world) call(method, path, body string) answer {
	w.T.Helper()
	r := w.Do(method, path, "application/json", body)
	var envelope struct {
		Status struct {
			Code        int
			Description string
		}
		Data any
	}
	if r.Fields != nil {
		w.Must(json.Unmarshal([]byte(r.Text), &envelope))
	}
	data, _ := envelope.Data.(map[string]any)
	return answer{r, envelope.Status.Code, envelope.Status.Description, data, envelope.Data}
}

const (
	organization = "/api/organization/" + organizationID
	domains      = organization + "/domains"

	byTXT, byCNAME, byHTML = "verifyDomainByTXT", "verifyDomainByCName", "verifyDomainByHTML"
)

// The calls under test.

func (w *world) tryAdd(name string) answer {
	return w.call(http.MethodPost, domains, fmt.Sprintf(`{"domainName":%q}`, name))
}

func (w *world) get(name string) answer {
	return w.call(http.MethodGet, domains+"/"+name, "")
}

func (w *world) list() answer { return w.call(http.MethodGet, domains, "") }

func (w *world) put(name, mode string) answer {
	return w.call(http.MethodPut, domains+"/"+name, fmt.Sprintf(`{"mode":%q}`, mode))
}

func (w *world) delete(name string) answer {
	return w.call(http.MethodDelete, domains+"/"+name, "")
}

// refresh asks for an access token, with changes to the right parameters.
func (w *world) refresh(changes ...string) simtest.Response {
	w.T.Helper()
	c := w.Credentials()
	form := url.Values{
		"grant_type": {"refresh_token"}, "client_id": {c.ClientID}, "client_secret": {c.ClientSecret}, "refresh_token": {c.RefreshToken},
	}
	for _, change := range changes {
		name, value, _ := strings.Cut(change, "=")
		form.Set(name, value)
	}
	return w.accounts.Do(http.MethodPost, "/oauth/v2/token", "application/x-www-form-urlencoded", form.Encode())
}

// token is the access token of a response of the token endpoint, or empty.
func token(r simtest.Response) string { token, _ := r.Fields["access_token"].(string); return token }

// The steps that stories are made of. Each fails the test when the step itself does.

func (w *world) add(name string) zohosim.DomainSnapshot {
	w.T.Helper()
	if a := w.tryAdd(name); a.Status >= 400 || a.code >= 400 {
		w.T.Fatalf("adding %s: %d %s", name, a.Status, a.Text)
	}
	return w.domain(name)
}

// publish makes all three proofs of a domain visible.
func (w *world) publish(d zohosim.DomainSnapshot) {
	w.See(func() {
		w.Records[d.Domain] = []string{"v=spf1 -all", d.TXTRecord}
		w.Aliases[d.CNAMEName] = d.CNAMETarget
		w.Pages[d.FileURL] = simtest.Page{Status: 200, Content: d.FileContent}
	})
}

func (w *world) makeVerified(name string) {
	w.T.Helper()
	w.Must(w.AddDomain(zohosim.DomainSpec{Domain: name, Verified: true}))
}

func (w *world) domain(name string) zohosim.DomainSnapshot {
	w.T.Helper()
	d, ok := w.Snapshot().Domain(name)
	if !ok {
		w.T.Fatalf("the organization does not have %s", name)
	}
	return d
}
