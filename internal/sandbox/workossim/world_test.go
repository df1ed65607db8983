// SPDX-License-Identifier: MPL-2.0

package workossim_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/domainverify/terraform-provider-domainverify/internal/leakcheck"
	"github.com/domainverify/terraform-provider-domainverify/internal/sandbox/simhttp"
	"github.com/domainverify/terraform-provider-domainverify/internal/sandbox/simhttp/simtest"
	"github.com/domainverify/terraform-provider-domainverify/internal/sandbox/workossim"
)

func TestMain(m *testing.M) { leakcheck.Main(m) }

const portal = "/portal/generate_link"

const organizationID = "org_01HKSANDB0X00000000000ACME"

// world is the simulator, what it sees from outside, and a customer calling it.
type world struct {
	*simtest.Client
	*workossim.Sim
}

func newWorld(t *testing.T, change ...func(*workossim.Config)) *world {
	t.Helper()
	outside, sim := simtest.Start(t, func(world simhttp.World) workossim.Config {
		return workossim.Config{World: world, Credentials: workossim.Credentials{OrganizationID: organizationID}}
	}, workossim.New, change)
	w := &world{outside.Serve(sim), sim}
	w.as(sim.Credentials().APIKey)
	return w
}

// as makes a key that of the next calls.
func (w *world) as(key string) { w.Authorization = "Bearer " + key }

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
	if a.Status != 201 {
		w.T.Fatalf("adding %s: %d %s", name, a.Status, a.Text)
	}
	return domains + "/" + a.Fields["id"].(string)
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

// addManual declares a domain, as an update of its organization would.
func (w *world) addManual(name, state string) string {
	w.T.Helper()
	id, err := w.AddDomain(workossim.DomainSpec{Domain: name, State: state, Manual: true})
	w.Must(err)
	return domains + "/" + id
}

// hold lets another organization verify a domain.
func (w *world) hold(name string) {
	w.T.Helper()
	_, err := w.HoldElsewhere(name)
	w.Must(err)
}

// The calls under test.

func (w *world) tryAdd(name string) simtest.Response { return w.tryAddTo(organizationID, name) }

func (w *world) tryAddTo(organization, name string) simtest.Response {
	return w.Post(domains, fmt.Sprintf(`{"organization_id":%q,"domain":%q}`, organization, name))
}

func (w *world) verify(path string) simtest.Response { return w.Post(path+"/verify", `{}`) }

func (w *world) state(path string) any { return w.Get(path).Fields["state"] }

// domain is what the simulator itself knows of a domain of the organization.
func (w *world) domain(name string) workossim.DomainSnapshot {
	w.T.Helper()
	d, ok := w.Snapshot().Domain(name)
	if !ok {
		w.T.Fatalf("the organization does not have %s", name)
	}
	return d
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
	a := w.Get(failures)
	list, ok := a.Fields["data"].([]any)
	if !ok {
		w.T.Fatalf("listing the failures: %d %s", a.Status, a.Text)
	}
	told := []any{}
	for _, e := range list {
		told = append(told, e.(map[string]any)["data"].(map[string]any)["reason"])
	}
	return fmt.Sprint(told)
}
