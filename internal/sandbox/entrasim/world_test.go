// SPDX-License-Identifier: MPL-2.0

package entrasim_test

import (
	"fmt"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/domainverify/terraform-provider-domainverify/internal/leakcheck"
	"github.com/domainverify/terraform-provider-domainverify/internal/sandbox/entrasim"
	"github.com/domainverify/terraform-provider-domainverify/internal/sandbox/simhttp"
	"github.com/domainverify/terraform-provider-domainverify/internal/sandbox/simhttp/simtest"
)

func TestMain(m *testing.M) { leakcheck.Main(m) }

const tenantID = "11111111-2222-4333-a444-555555555555"

// world is the simulator, what it sees from outside, and an app calling Microsoft Graph.
type world struct {
	*simtest.Client
	*entrasim.Sim
	login  *simtest.Client
	client entrasim.Client
}

func newWorld(t *testing.T, change ...func(*entrasim.Config)) *world {
	t.Helper()
	outside, sim := simtest.Start(t, func(world simhttp.World) entrasim.Config {
		return entrasim.Config{World: world, TenantID: tenantID, ClientSecret: "own-secret"}
	}, entrasim.New, change)
	w := &world{outside.Serve(sim.Graph), sim, outside.Serve(sim.Login), entrasim.Client{}}
	w.client = sim.Client(w.URL, w.login.URL)
	w.issue(simhttp.TokenSpec{Lifetime: 1000 * time.Hour})
	return w
}

func (w *world) issue(spec simhttp.TokenSpec) {
	w.Authorization = "Bearer " + w.IssueAccessToken(spec)
}

func (w *world) path(name string) string { return "/v1.0/domains/" + name }

func (w *world) tryAdd(name string) simtest.Response {
	w.T.Helper()
	return w.Post("/v1.0/domains", fmt.Sprintf(`{"id":%q}`, name))
}

func (w *world) add(name string) {
	w.T.Helper()
	w.Want("adding "+name, w.tryAdd(name), 201)
}

// have adds a domain out of band.
func (w *world) have(name, tenant string, verified bool) {
	w.T.Helper()
	w.Must(w.AddDomain(entrasim.DomainSpec{Domain: name, Tenant: tenant, Verified: verified}))
}

func (w *world) domain(name string) entrasim.DomainSnapshot {
	w.T.Helper()
	d, ok := w.Snapshot().Domain(entrasim.Own, name)
	if !ok {
		w.T.Fatalf("the tenant does not have %s", name)
	}
	return d
}

// prove publishes the record.
func (w *world) prove(name string) {
	w.T.Helper()
	w.Publish(name, "v=spf1 -all", w.domain(name).Text)
}

func (w *world) verify(name string) simtest.Response {
	w.T.Helper()
	return w.Post(w.path(name)+"/verify", "")
}

func (w *world) get(name string) simtest.Response { w.T.Helper(); return w.Get(w.path(name)) }

// items are the members of a list that a path answers, by pages.
func (w *world) items(path string) (items []map[string]any, pages int) {
	w.T.Helper()
	for path != "" {
		r := w.Get(path)
		w.Want(path, r, 200)
		values, _ := r.Fields["value"].([]any)
		for _, value := range values {
			item, _ := value.(map[string]any)
			items = append(items, item)
		}
		next, _ := r.Fields["@odata.nextLink"].(string)
		if path = strings.TrimPrefix(next, w.URL); next != "" && path == next {
			w.T.Fatalf("the next link %s leaves %s", next, w.URL)
		}
		pages++
	}
	return items, pages
}

// listed are the names in the list, verified ones with a plus.
func (w *world) listed() string {
	w.T.Helper()
	items, _ := w.items("/v1.0/domains")
	var names []string
	for _, item := range items {
		name := fmt.Sprint(item["id"])
		if item["isVerified"] == true {
			name += "+"
		}
		if item["isInitial"] != true {
			names = append(names, name)
		}
	}
	return strings.Join(names, " ")
}

// refused is the status, the code of the first detail, and the text of a failure.
func refused(r simtest.Response) string {
	failure, _ := r.Fields["error"].(map[string]any)
	details, _ := failure["details"].([]any)
	code := any("-")
	if len(details) > 0 {
		first, _ := details[0].(map[string]any)
		code = first["code"]
	}
	return simtest.Line(r.Status, code, failure["message"])
}

// progress is what state shows.
func progress(r simtest.Response) string {
	state, _ := r.Fields["state"].(map[string]any)
	return simtest.Line(r.Status, state["operation"], state["status"])
}

// shown is the status and whether the domain is verified.
func shown(r simtest.Response) string { return simtest.Line(r.Status, r.Fields["isVerified"]) }

// tokenFrom asks the token endpoint of a tenant with changes of the usual form.
func (w *world) tokenFrom(tenant string, changes ...[2]string) simtest.Response {
	w.T.Helper()
	form := url.Values{
		"grant_type": {"client_credentials"}, "client_id": {w.ClientID}, "client_secret": {"own-secret"}, "scope": {w.URL + "/.default"},
	}
	for _, change := range changes {
		if form.Set(change[0], change[1]); change[1] == "" {
			form.Del(change[0])
		}
	}
	return w.login.Do("POST", "/"+tenant+"/oauth2/v2.0/token", "application/x-www-form-urlencoded", form.Encode())
}

// aadsts is the status and the first code of an error of the login host.
func aadsts(r simtest.Response) string {
	codes, _ := r.Fields["error_codes"].([]any)
	return simtest.Line(r.Status, r.Fields["error"], codes)
}
