// SPDX-License-Identifier: MPL-2.0

package workossim_test

import (
	"fmt"
	"time"

	"github.com/domainverify/terraform-provider-domainverify/internal/sandbox/workossim"
)

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
