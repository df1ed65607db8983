// SPDX-License-Identifier: MPL-2.0

package workossim_test

import (
	"fmt"
	"strings"
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
	w.t.Helper()
	a := w.tryAdd(name)
	if a.status != 201 {
		w.t.Fatalf("adding %s: %d %s", name, a.status, a.text)
	}
	return domains + "/" + a.fields["id"].(string)
}

// makePending also publishes the record.
func (w *world) makePending(name string) string {
	w.t.Helper()
	path := w.add(name)
	w.publish(name, w.domain(name).Record)
	return path
}

func (w *world) makeVerified(name string) string {
	w.t.Helper()
	path := w.makePending(name)
	w.clock.Advance(10 * time.Minute)
	if got := w.domain(name).State; got != "verified" {
		w.t.Fatalf("verifying %s: it is %s", name, got)
	}
	return path
}

func (w *world) makeFailed(name string) string {
	w.t.Helper()
	path := w.add(name)
	w.clock.Advance(month)
	if got := w.domain(name).State; got != "failed" {
		w.t.Fatalf("expiring %s: it is %s", name, got)
	}
	return path
}

// addManual declares a domain through domain_data, whatever else there is.
func (w *world) addManual(name, state string) string {
	w.t.Helper()
	id, err := w.AddDomain(workossim.DomainSpec{Domain: name, State: state, Manual: true})
	if err != nil {
		w.t.Fatal(err)
	}
	return domains + "/" + id
}

// The calls under test.

func (w *world) tryAdd(name string) answer {
	w.t.Helper()
	return w.tryAddTo(organizationID, name)
}

func (w *world) tryAddTo(organization, name string) answer {
	w.t.Helper()
	return w.post(domains, fmt.Sprintf(`{"organization_id":%q,"domain":%q}`, organization, name))
}

func (w *world) verify(path string) answer { w.t.Helper(); return w.post(path+"/verify", `{}`) }

func (w *world) state(path string) any { w.t.Helper(); return w.get(path).fields["state"] }

// domain is what the simulator itself knows of a domain of the organization.
func (w *world) domain(name string) workossim.DomainSnapshot {
	w.t.Helper()
	d, ok := w.Snapshot().Domain(name)
	if !ok {
		w.t.Fatalf("the organization does not have %s", name)
	}
	return d
}

func (w *world) set(name, value string) {
	w.t.Helper()
	if err := w.Switches().Set(name, value); err != nil {
		w.t.Fatal(err)
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
	w.t.Helper()
	a := w.get(failures)
	list, ok := a.fields["data"].([]any)
	if !ok {
		w.t.Fatalf("listing the failures: %d %s", a.status, a.text)
	}
	told := []any{}
	for _, e := range list {
		told = append(told, e.(map[string]any)["data"].(map[string]any)["reason"])
	}
	return fmt.Sprint(told)
}

// told writes what was seen with one space between, which fmt.Sprint does not for
// strings.
func told(seen ...any) string { return strings.TrimSuffix(fmt.Sprintln(seen...), "\n") }
