// SPDX-License-Identifier: MPL-2.0

package acceptance_test

import (
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/terraform"
)

// Invariant 19: Webex shows no token, and another one could invalidate that which is published.
func TestImportRequestsNoTokenWhereOneMayBePublished(t *testing.T) {
	for why, hide := range map[string]func(*world){
		"the name servers do not agree": func(w *world) { w.environment["DOMAINVERIFY_DNS_NAMESERVERS"] = "127.0.0.1:1" },
		"dns.mode is off":               func(w *world) { w.environment["DOMAINVERIFY_DNS_MODE"] = "off" },
		"several tokens of this service are published": func(w *world) {
			w.succeeds(w.DNS.SetTXT(domain, domain, "cisco-ci-domain-verification="+w.token(domain), "cisco-ci-domain-verification="+strings.Repeat("0", 64)))
		},
	} {
		for name, read := range map[string]func(*world) *world{
			"lists readable": (*world).withLists, "probed": (*world).withProbe, "nothing readable": func(w *world) *world { return w },
		} {
			t.Run(why+"/"+name, func(t *testing.T) {
				w := read(newWorld(t))
				shown := []string{w.environment["DOMAINVERIFY_DNS_NAMESERVERS"], ""}
				w.run(
					resource.TestStep{Config: chain{without: []string{"domainverify_claim"}}.String()},
					resource.TestStep{
						PreConfig: func() {
							hide(w)
							w.Recorder.ForgetRequests()
						},
						ResourceName: verificationToken, ImportState: true,
						ExpectError: regexp.MustCompile("(?is)Cannot Import.*" + strings.ReplaceAll(regexp.QuoteMeta(why), " ", `\s+`)),
					},
					resource.TestStep{
						PreConfig: func() {
							equal(t, "tokens requested", requestedTokens(w, domain), 0)
							equal(t, "verified", w.Webex.Snapshot().Organization.Verified, []string{domain})
							w.succeeds(w.DNS.SetTXT(domain, domain, "cisco-ci-domain-verification="+w.token(domain)))
							w.environment["DOMAINVERIFY_DNS_NAMESERVERS"], w.environment["DOMAINVERIFY_DNS_MODE"] = shown[0], shown[1]
						},
						ResourceName: verificationToken, ImportState: true, ImportStateVerify: true,
					},
				)
			})
		}
	}
}

// A token request would add the domain, which no resource then manages.
func TestImportOfATokenAddsNoDomain(t *testing.T) {
	w := newWorld(t, domain, other).withLists()
	w.runWithLeftovers(resource.TestStep{
		Config: chain{}.String(), ResourceName: verificationToken, ImportState: true,
		ImportStateIdFunc: func(*terraform.State) (string, error) {
			return "webex/" + w.Info().Webex.OrganizationID + "/" + other, nil
		},
		ExpectError: regexp.MustCompile(`(?s)Cannot Import.*organization\s+does\s+not\s+have\s+the\s+domain`),
	})
	equal(t, "tokens requested", requestedTokens(w, other), 0)
	equal(t, "pending", len(w.Webex.Snapshot().Organization.Pending), 0)
}

func requestedTokens(w *world, name string) int {
	ofOthers := func(body string) bool { return !strings.Contains(body, `"`+name+`"`) }
	return len(slices.DeleteFunc(w.bodies("getDomainVerificationToken"), ofOthers))
}
