// SPDX-License-Identifier: MPL-2.0

package acceptance_test

import (
	"regexp"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
)

// What is shown without Terraform holds for Terraform because both make the same
// calls for the same steps.
func TestStepsMakeTheSameCallsWithTerraformAsWithoutIt(t *testing.T) {
	for name, test := range map[string]struct {
		start  func(*testing.T) *world
		config string
		drift  func(*world) func()
		broken string
	}{
		"webex": {
			start:  func(t *testing.T) *world { return newParallelWorld(t).withProbe() },
			config: chain{}.String(), drift: func(w *world) func() { return w.drift("unverify", domain) },
			broken: chain{claim: `timeouts = { create = "soon" }`}.String(),
		},
		"workos": {
			start:  func(t *testing.T) *world { w := newParallelWorld(t); w.onlyWorkOS(); return w },
			config: unclaimed.String(), drift: func(w *world) func() { return w.workOSDrift("remove") },
			broken: chain{}.String(),
		},
		"zoho": {
			start:  func(t *testing.T) *world { w := newParallelWorld(t); w.onlyZoho(); return w },
			config: zohoChain{method: "dns_cname"}.String(), drift: func(w *world) func() { return w.zohoDrift("remove") },
			broken: zohoChain{method: "dns_txt", organizationDomain: `deletion_policy = "never"`}.String(),
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			requests := func(run func(*world, ...resource.TestStep)) []string {
				w := test.start(t)
				run(
					w,
					resource.TestStep{Config: test.config},
					resource.TestStep{Config: test.broken, ExpectError: regexp.MustCompile("Error")},
					resource.TestStep{PreConfig: test.drift(w), Config: test.config},
					w.afterRefresh(func() {}),
					resource.TestStep{ResourceName: verification, ImportState: true, ImportStateVerify: true, ImportStateVerifyIgnore: []string{"verified_at", "expires_at"}},
				)
				return w.sent()
			}
			equal(t, "requests", requests((*world).run), requests((*world).pluginTesting))
		})
	}
}

var ofOneWorld = regexp.MustCompile(`probe-[0-9a-z]+|[0-9a-f-]{36}|org_domain_\w+`)

// sent is what all requests said, but for names that differ from world to world.
func (w *world) sent() []string {
	var sent []string
	for _, request := range w.Requests() {
		sent = append(sent, ofOneWorld.ReplaceAllString(request.Method+" "+request.Path+" "+request.Body, "…"))
	}
	return sent
}
