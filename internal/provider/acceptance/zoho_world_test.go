// SPDX-License-Identifier: MPL-2.0

package acceptance_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"

	"github.com/domainverify/terraform-provider-domainverify/internal/poll/polltest"
	"github.com/domainverify/terraform-provider-domainverify/internal/sandbox"
	"github.com/domainverify/terraform-provider-domainverify/internal/sandbox/clock"
	"github.com/domainverify/terraform-provider-domainverify/internal/sandbox/simhttp"
	"github.com/domainverify/terraform-provider-domainverify/internal/sandbox/zohosim"
)

const webFile = "sandbox_web_file.this"

// zoho is a world with Zoho Mail configured in place of Webex.
func zoho(t *testing.T, zones ...string) *world {
	t.Helper()
	w := newWorld(t, zones...)
	w.onlyZoho()
	return w
}

// hurriedZoho has one clock for both sides, sixty times as fast as the machine's: a
// clock that jumps would show the service fewer calls in a minute than there were,
// and ten who wait would each move it.
func hurriedZoho(t *testing.T, zones []string) *world {
	t.Helper()
	hurried := polltest.NewHurriedClock(time.Now(), 60)
	w := startWorld(t, sandbox.Options{Zones: zones, Seed: 1, Clock: clock.New(hurried.Now)})
	w.onlyZoho()
	w.clock = hurried
	return w
}

func (w *world) onlyZoho() {
	w.withoutWebex()
	w.addZoho()
}

func (w *world) addZoho() {
	info, web := w.Info().Zoho, w.Info().Web
	for name, value := range map[string]string{
		"ZOHO_ORGANIZATION_ID": info.OrganizationID, "ZOHO_DATA_CENTER": info.DataCenter,
		"ZOHO_BASE_URL": info.BaseURL, "ZOHO_ACCOUNTS_URL": info.AccountsURL, "ZOHO_ACCESS_TOKEN": info.AccessToken,
		"ZOHO_CLIENT_ID": info.ClientID, "ZOHO_CLIENT_SECRET": info.ClientSecret, "ZOHO_REFRESH_TOKEN": info.RefreshToken,
		"SANDBOX_WEB_SERVER": web.BaseURL, "SANDBOX_WEB_KEY": web.Key, "DOMAINVERIFY_HTTP_CONNECT_TO": web.Address,
	} {
		w.environment[name] = value
	}
}

func (w *world) zohoDrift(kind string) func() {
	return func() {
		w.t.Helper()
		if err := w.Zoho.Drift(kind, domain); err != nil {
			w.t.Fatal(err)
		}
	}
}

func (w *world) zohoSwitch(name, value string) {
	w.t.Helper()
	if err := w.Zoho.Switches().Set(name, value); err != nil {
		w.t.Fatal(err)
	}
}

func (w *world) zohoFault(match, kind string, times int) {
	w.t.Helper()
	if err := w.Recorder.AddFault(simhttp.Fault{Service: "zoho", Match: match, Kind: kind, Times: times}); err != nil {
		w.t.Fatal(err)
	}
}

// atZoho is the domain as Zoho has it.
func (w *world) atZoho(name string) (found zohosim.DomainSnapshot, ok bool) {
	for _, one := range w.Zoho.Snapshot().Domains {
		if one.Domain == name {
			return one, true
		}
	}
	return found, false
}

func (w *world) verifiedAtZoho() bool {
	found, _ := w.atZoho(domain)
	return found.Verified
}

// zohoCalls are the calls of one method whose body holds the text.
func (w *world) zohoCalls(method, body string) int {
	return len(slices.DeleteFunc(w.Requests(), func(request simhttp.Request) bool {
		return request.Method != method || !strings.Contains(request.Body, body)
	}))
}

// zohoChain is one domain at Zoho, from nothing to verified.
type zohoChain struct {
	method             string // dns_txt unless set
	organizationDomain string // more arguments
	verification       string
	value              string // published in place of the right one
	unpublished        bool
}

// published is the resource that publishes for the method.
func (c zohoChain) published() string {
	if c.method == "http_file" {
		return webFile
	}
	return recordSet
}

func (c zohoChain) String() string {
	if c.method == "" {
		c.method = "dns_txt"
	}
	value := `domainverify_verification_token.this.record.value`
	if c.method == "http_file" {
		value = `domainverify_verification_token.this.http_file.content`
	}
	if c.value != "" {
		value = `"` + c.value + `"`
	}
	publication := `
resource "sandbox_dns_record_set" "this" {
  zone   = "acme.test"
  name   = domainverify_verification_token.this.record.name
  type   = domainverify_verification_token.this.record.type
  values = [` + value + `]
}`
	if c.method == "http_file" {
		publication = `
resource "sandbox_web_file" "this" {
  url     = domainverify_verification_token.this.http_file.url
  content = ` + value + `
}`
	}
	dependency := `depends_on = [` + c.published() + `]`
	if c.unpublished {
		publication, dependency = "", ""
	}
	return `
resource "domainverify_organization_domain" "this" {
  service = "zoho"
  domain  = "acme.test"
  ` + c.organizationDomain + `
}
resource "domainverify_verification_token" "this" {
  organization_domain_id = domainverify_organization_domain.this.id
  method                 = "` + c.method + `"
}
` + publication + `
resource "domainverify_verification" "this" {
  organization_domain_id = domainverify_organization_domain.this.id
  token                  = domainverify_verification_token.this.token
  method                 = "` + c.method + `"
  ` + dependency + `
  ` + c.verification + `
}`
}

// planned wants exactly these actions.
func (c zohoChain) planned(want actions) resource.ConfigPlanChecks {
	var checks []plancheck.PlanCheck
	for _, address := range []string{organizationDomain, verificationToken, c.published(), verification} {
		action, ok := want[address]
		if !ok {
			action = plancheck.ResourceActionNoop
		}
		checks = append(checks, plancheck.ExpectResourceAction(address, action))
	}
	return resource.ConfigPlanChecks{PreApply: checks}
}

// zohoChains are the three ways to prove a domain to Zoho.
func zohoChains() []zohoChain {
	return []zohoChain{{method: "dns_txt"}, {method: "dns_cname"}, {method: "http_file"}}
}
