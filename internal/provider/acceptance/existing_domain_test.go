// SPDX-License-Identifier: MPL-2.0

package acceptance_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/domainverify/terraform-provider-domainverify/internal/sandbox"
	"github.com/domainverify/terraform-provider-domainverify/internal/sandbox/workossim"
	"github.com/domainverify/terraform-provider-domainverify/internal/sandbox/zohosim"
)

func TestRefusedCredentialsAreToldAtPlan(t *testing.T) {
	for _, service := range servicesOfStories {
		t.Run(service, func(t *testing.T) {
			running := newSandbox(t)
			w := newWorkspace(t, running, service)
			w.setenv("WEBEX_ACCESS_TOKEN=wrong", "WORKOS_API_KEY=wrong", "ZOHO_ACCESS_TOKEN=wrong",
				"ZOHO_CLIENT_ID=", "ZOHO_CLIENT_SECRET=", "ZOHO_REFRESH_TOKEN=")
			for _, other := range servicesOfStories {
				if other != service {
					w.unset(strings.ToUpper(other) + "_")
				}
			}
			w.config(story{service: service, domain: "acme"}.String())
			w.fails("Cannot Add Domain", "plan")
		})
	}
}

// What the organization has already is told at plan when it is worth something.
func TestVerifiedDomainThatExistsIsToldAtPlan(t *testing.T) {
	for _, service := range []string{"workos", "zoho"} {
		t.Run(service, func(t *testing.T) {
			running := newSandbox(t)
			first := newWorkspace(t, running, service)
			text := story{service: service, domain: "acme"}.String()
			first.config(text)
			first.apply()
			settle(running)
			running.Recorder.ForgetRequests()

			second := newWorkspace(t, running, service)
			second.config(text)
			second.fails("Domain Already Exists", "plan")
			stillHolds(t, running, service)
			settle(running)
			first.hasEmptyPlan()
		})
	}
}

// The state was lost, as when the process is killed before it is written. What a
// create leaves behind that was cut off is taken over.
func TestPendingDomainThatACutOffCreateLeftIsToldAtPlanAndAdopted(t *testing.T) {
	atEachService(t, func(t *testing.T, service string, running *sandbox.Sandbox, w *workspace) {
		w.config(story{service: service, domain: "acme", claim: "acme"}.String())
		w.repeat(func(t *testing.T, parallelism string) {
			w.loseState()
			leavePending(t, running, service)
			settle(running)
			said := w.apply(parallelism)
			if service != "webex" { // whose request for a token takes what is there
				wantParts(t, said, "Pending Domain Exists", "Pending Domain Adopted")
			}
			holds(t, running, service)
			settle(running)
		})
		w.hasEmptyPlan()
	})
}

func (w *workspace) loseState() {
	w.t.Helper()
	for _, name := range []string{"terraform.tfstate", "terraform.tfstate.backup"} {
		if err := os.RemoveAll(filepath.Join(w.folder, name)); err != nil {
			w.t.Fatal(err)
		}
	}
}

// leavePending makes the service have the domain as a create leaves it, whatever
// it had before, and removes the record.
func leavePending(t *testing.T, running *sandbox.Sandbox, service string) {
	t.Helper()
	var err error
	switch service {
	case "webex":
		if len(running.Webex.Snapshot().Organization.Verified) > 0 {
			err = running.Webex.Drift("unverify", domain)
		}
	case "workos":
		if _, ok := running.WorkOS.Snapshot().Domain(domain); ok {
			err = running.WorkOS.Drift("remove", domain)
		}
		if err == nil {
			_, err = running.WorkOS.AddDomain(workossim.DomainSpec{Domain: domain, State: "pending"})
		}
	case "zoho":
		if _, ok := running.Zoho.Snapshot().Domain(domain); ok {
			err = running.Zoho.Drift("remove", domain)
		}
		if err == nil {
			err = running.Zoho.AddDomain(zohosim.DomainSpec{Domain: domain})
		}
	}
	if err == nil {
		err = running.DNS.RemoveRRset(domain, "TXT")
	}
	if err != nil {
		t.Fatal(err)
	}
}
