// SPDX-License-Identifier: MPL-2.0

package workossim_test

import (
	"fmt"
	"net/http"
	"testing"
	"time"

	"github.com/domainverify/terraform-provider-domainverify/internal/sandbox/simhttp/switchtest"
	"github.com/domainverify/terraform-provider-domainverify/internal/sandbox/workossim"
)

const organizationID = "org_01HKSANDB0X00000000000ACME"

// world is the simulator, what it sees from outside, and a customer calling it.
type world struct {
	*switchtest.Outside
	*workossim.Sim
	url, key       string // the key is the bearer of the next call
	idempotencyKey string // of the next call
}

func newWorld(t *testing.T, change ...func(*workossim.Config)) *world {
	t.Helper()
	outside := switchtest.NewOutside(t)
	config := workossim.Config{OrganizationID: organizationID, Now: outside.Clock.Now, Rand: outside.Rand, LookupTXT: outside.LookupTXT}
	for _, c := range change {
		c(&config)
	}
	sim, err := workossim.New(config)
	if err != nil {
		t.Fatal(err)
	}
	return &world{Outside: outside, Sim: sim, url: outside.Serve(sim), key: sim.Credentials().APIKey}
}

// answer is one response; fields is nil when the body is no JSON object.
type answer struct {
	status int
	header http.Header
	text   string
	fields map[string]any
}

func (w *world) request(method, path, contentType, body string) answer {
	w.T.Helper()
	header := map[string]string{"Content-Type": contentType, "Idempotency-Key": w.idempotencyKey}
	if w.key != "" {
		header["Authorization"] = "Bearer " + w.key
	}
	r := w.Call(method, w.url+path, body, header)
	return answer{r.Status, r.Header, r.Text, r.Fields}
}

func (w *world) get(path string) answer { w.T.Helper(); return w.request(http.MethodGet, path, "", "") }

func (w *world) delete(path string) answer {
	w.T.Helper()
	return w.request(http.MethodDelete, path, "", "")
}

func (w *world) post(path, body string) answer {
	w.T.Helper()
	return w.request(http.MethodPost, path, "application/json", body)
}

func (w *world) put(path, body string) answer {
	w.T.Helper()
	return w.request(http.MethodPut, path, "application/json", body)
}

const (
	domains      = "/organization_domains"
	organization = "/organizations/" + organizationID
	month        = 30 * 24 * time.Hour
)

// The steps that stories are made of. Each fails the test when the step itself does.

// add returns the path of the new domain.
func (w *world) add(name string) string {
	w.T.Helper()
	a := w.tryAdd(name)
	if a.status != 201 {
		w.T.Fatalf("adding %s: %d %s", name, a.status, a.text)
	}
	return domains + "/" + a.fields["id"].(string)
}

// makePending also publishes the record.
func (w *world) makePending(name string) string {
	w.T.Helper()
	path := w.add(name)
	w.Publish(name, w.domain(name).Record)
	return path
}

func (w *world) makeVerified(name string) string {
	w.T.Helper()
	path := w.makePending(name)
	w.Clock.Advance(10 * time.Minute)
	if got := w.domain(name).State; got != "verified" {
		w.T.Fatalf("verifying %s: it is %s", name, got)
	}
	return path
}

func (w *world) makeFailed(name string) string {
	w.T.Helper()
	path := w.add(name)
	w.Clock.Advance(month)
	if got := w.domain(name).State; got != "failed" {
		w.T.Fatalf("expiring %s: it is %s", name, got)
	}
	return path
}

// addManual declares a domain through domain_data, whatever else there is.
func (w *world) addManual(name, state string) string {
	w.T.Helper()
	id, err := w.AddDomain(workossim.DomainSpec{Domain: name, State: state, Manual: true})
	if err != nil {
		w.T.Fatal(err)
	}
	return domains + "/" + id
}

// The calls under test.

func (w *world) tryAdd(name string) answer {
	w.T.Helper()
	return w.tryAddTo(organizationID, name)
}

func (w *world) tryAddTo(organization, name string) answer {
	w.T.Helper()
	return w.post(domains, fmt.Sprintf(`{"organization_id":%q,"domain":%q}`, organization, name))
}

func (w *world) verify(path string) answer { w.T.Helper(); return w.post(path+"/verify", `{}`) }

func (w *world) state(path string) any { w.T.Helper(); return w.get(path).fields["state"] }

// domain is what the simulator itself knows of a domain of the organization.
func (w *world) domain(name string) workossim.DomainSnapshot {
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

// events are the kinds of all events, and the reasons of failures, oldest first.
func (w *world) events() []string {
	var told []string
	for _, e := range w.Snapshot().Events {
		text := e.Event[len("organization_domain."):]
		if e.Reason != "" {
			text += ":" + e.Reason
		}
		told = append(told, text)
	}
	return told
}

const failures = "/events?events=organization_domain.verification_failed&organization_id=" + organizationID

// reasons are those of the failures that the API tells.
func (w *world) reasons() string {
	w.T.Helper()
	a := w.get(failures)
	list, ok := a.fields["data"].([]any)
	if !ok {
		w.T.Fatalf("listing the failures: %d %s", a.status, a.text)
	}
	told := []any{}
	for _, e := range list {
		told = append(told, e.(map[string]any)["data"].(map[string]any)["reason"])
	}
	return fmt.Sprint(told)
}
