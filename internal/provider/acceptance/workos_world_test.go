// SPDX-License-Identifier: MPL-2.0

package acceptance_test

import (
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"
)

// workOS is a world with WorkOS configured in place of Webex.
func workOS(t *testing.T, zones ...string) *world {
	t.Helper()
	w := newWorld(t, zones...)
	w.onlyWorkOS()
	return w
}

func (w *world) onlyWorkOS() {
	w.withoutWebex()
	w.addWorkOS()
}

func (w *world) addWorkOS() {
	info := w.Info().WorkOS
	w.environment["WORKOS_ORGANIZATION_ID"] = info.OrganizationID
	w.environment["WORKOS_API_KEY"] = info.APIKey
	w.environment["WORKOS_BASE_URL"] = info.BaseURL
}

func (w *world) workOSDrift(kind string) func() {
	return func() {
		w.t.Helper()
		if err := w.WorkOS.Drift(kind, domain); err != nil {
			w.t.Fatal(err)
		}
	}
}

// workOSVerifies counts the verify calls.
func (w *world) workOSVerifies() (calls int) {
	for _, request := range w.Requests() {
		if strings.HasSuffix(request.Path, "/verify") {
			calls++
		}
	}
	return calls
}

// unclaimed is the chain at a service without claims.
var unclaimed = chain{without: []string{"domainverify_claim"}}

func planOf(want actions) resource.ConfigPlanChecks {
	var checks []plancheck.PlanCheck
	for _, address := range []string{organizationDomain, verificationToken, recordSet, verification} {
		action, ok := want[address]
		if !ok {
			action = plancheck.ResourceActionNoop
		}
		checks = append(checks, plancheck.ExpectResourceAction(address, action))
	}
	return resource.ConfigPlanChecks{PreApply: checks}
}

// workOSRecord is the value that WorkOS wants to see.
func (w *world) workOSRecord() string {
	w.t.Helper()
	for _, organization := range w.WorkOS.Snapshot().Organizations {
		for _, found := range organization.Domains {
			if found.Domain == domain {
				return found.Record
			}
		}
	}
	w.t.Fatal("WorkOS does not have " + domain)
	return ""
}
