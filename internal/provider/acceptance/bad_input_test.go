// SPDX-License-Identifier: MPL-2.0

package acceptance_test

import (
	"regexp"
	"testing"
	"time"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"

	"github.com/domainverify/terraform-provider-domainverify/internal/sandbox/simhttp"
)

func TestBadInputIsRefusedBeforeAnyCall(t *testing.T) {
	for name, test := range map[string]struct {
		config string
		unset  []string
		set    map[string]string
		want   string
	}{
		"public suffix":                         {config: chain{domain: `"co.uk"`}.String(), want: `(?s)Invalid Domain.*public\s+suffix`},
		"top-level domain":                      {config: chain{domain: `"com"`}.String(), want: `(?s)Invalid Domain.*single\s+label`},
		"not a domain":                          {config: chain{domain: `"acme_corp!.test"`}.String(), want: `Invalid Domain`},
		"URL":                                   {config: chain{domain: `"https://acme.test"`}.String(), want: `(?s)Invalid Domain.*is\s+a\s+URL`},
		"IP address":                            {config: chain{domain: `"192.0.2.1"`}.String(), want: `(?s)Invalid Domain.*IP\s+address`},
		"empty domain":                          {config: chain{domain: `""`}.String(), want: `(?s)Invalid Domain.*empty`},
		"unknown service":                       {config: chain{organizationDomain: `service = "slack"`}.String(), want: `(?s)value must be one of.*webex`},
		"unsupported method":                    {config: methodConfig("dns_cname"), want: `(?s)Not Supported by the Service.*does\s+not\s+support\s+the\s+method\s+"dns_cname".*dns_txt`},
		"unknown method":                        {config: methodConfig("carrier_pigeon"), want: `value must be one of`},
		"a file where the service fetches none": {config: methodConfig("http_file"), want: `(?s)Not Supported by the Service.*does\s+not\s+support\s+the\s+method\s+"http_file"`},
		"mail hosting where there is none": {
			config: chain{organizationDomain: `disable_mail_hosting_on_release = true`}.String(),
			want:   `(?s)Not Supported by the Service.*hosts\s+no\s+mail`,
		},
		"no service block": {
			config: chain{}.String(), unset: []string{"WEBEX_ORG_ID", "WEBEX_ACCESS_TOKEN"},
			want: `(?s)Service Not Configured.*No service is\s+configured`,
		},
		"service without a block": {
			config: chain{organizationDomain: `service = "webex"`}.String(), unset: []string{"WEBEX_ORG_ID", "WEBEX_ACCESS_TOKEN"},
			want: `(?s)Service Not Configured.*WEBEX_ACCESS_TOKEN`,
		},
		"no credentials": {
			config: chain{provider: `provider "domainverify" { webex = {} }`}.String(), unset: []string{"WEBEX_ACCESS_TOKEN"},
			want: `(?s)Invalid Provider Configuration.*webex.access_token:\s+no\s+credentials`,
		},
		"half of the refresh credentials": {
			config: chain{provider: `provider "domainverify" { webex = { refresh_token = "r" } }`}.String(), unset: []string{"WEBEX_ACCESS_TOKEN"},
			want: `(?s)webex.client_id:\s+refresh_token\s+is\s+set,\s+but\s+not\s+client_id\s+and\s+client_secret`,
		},
		"no organization": {config: chain{}.String(), unset: []string{"WEBEX_ORG_ID"}, want: `(?s)Invalid Organization ID.*No\s+organization\s+is\s+set`},
		"malformed organization": {
			config: chain{}.String(), set: map[string]string{"WEBEX_ORG_ID": "acme"}, want: `(?s)Invalid Provider Configuration.*neither\s+a\s+UUID`,
		},
		"base URL without https": {
			config: chain{provider: `provider "domainverify" { webex = { base_url = "http://webex.example/v1" } }`}.String(),
			want:   `(?s)Invalid Provider Configuration.*unencrypted`,
		},
		"empty token":              {config: chain{provider: `provider "domainverify" { webex = { access_token = "" } }`}.String(), want: `Empty Value`},
		"bad admin domain":         {config: chain{provider: `provider "domainverify" { webex = { admin_domain = "com" } }`}.String(), want: `(?s)Invalid Provider Configuration.*single\s+label`},
		"bad DNS mode":             {config: chain{}.String(), set: map[string]string{"DOMAINVERIFY_DNS_MODE": "psychic"}, want: `(?s)dns.mode:\s+invalid\s+value\s+"psychic"`},
		"bad name server":          {config: chain{provider: `provider "domainverify" { dns = { nameservers = ["ns1.acme.test:port"] } }`}.String(), want: `(?s)Invalid Provider Configuration.*port`},
		"null in a list":           {config: chain{provider: `provider "domainverify" { dns = { resolvers = [null] } }`}.String(), want: `(?s)resolvers.*null`},
		"fault in the environment": {config: chain{}.String(), set: map[string]string{"WEBEX_BASE_URL": "http://webex.example/v1"}, want: `(?s)Invalid Provider Configuration.*WEBEX_BASE_URL`},
		"organization in another form": {
			config: `resource "domainverify_verification_token" "this" { organization_domain_id = "webex/82ADACF4-453F-4E2B-A406-2939FDDCAAD2/acme.test" }`,
			want:   `(?s)Invalid ID.*must\s+be\s+written\s+as\s+"82adacf4`,
		},
		"malformed id":                {config: `resource "domainverify_claim" "this" { organization_domain_id = "acme.test" }`, want: `(?s)Invalid Organization Domain ID.*service/organization_id/domain`},
		"mocked id of a claim":        {config: `resource "domainverify_claim" "this" { organization_domain_id = "02f8zycc" }`, want: `(?s)Invalid ID.*"02f8zycc"\s+is\s+not`},
		"mocked id of a verification": {config: `resource "domainverify_verification" "this" { organization_domain_id = "02f8zycc" }`, want: `(?s)Invalid ID.*"02f8zycc"\s+is\s+not`},
		"mocked id of a token":        {config: `resource "domainverify_verification_token" "this" { organization_domain_id = "02f8zycc" }`, want: `(?s)Invalid ID.*"02f8zycc"\s+is\s+not`},
		"not canonical id":            {config: `resource "domainverify_claim" "this" { organization_domain_id = "webex/x/Acme.test" }`, want: `(?s)which\s+must\s+be\s+written\s+as\s+"acme.test"`},
		"reserve elsewhere":           {config: reserveConfig, set: map[string]string{"WEBEX_BASE_URL": "https://webexapis.com/v1"}, want: `(?s)Not Supported by the Service.*Webex\s+for\s+Government`},
	} {
		t.Run(name, func(t *testing.T) {
			w := newWorld(t)
			for _, name := range test.unset {
				delete(w.environment, name)
			}
			for name, value := range test.set {
				w.environment[name] = value
			}
			w.run(resource.TestStep{Config: test.config, ExpectError: regexp.MustCompile(test.want)})
			// A plan may read what the organization has, and writes nothing.
			equal(t, "writes", len(w.calls())-w.count("GET"), 0)
		})
	}
}

func methodConfig(method string) string {
	return `
resource "domainverify_organization_domain" "this" { domain = "acme.test" }
resource "domainverify_verification_token" "this" {
  organization_domain_id = domainverify_organization_domain.this.id
  method                 = "` + method + `"
}`
}

const reserveConfig = `
resource "domainverify_verification" "this" {
  organization_domain_id = "webex/82adacf4-453f-4e2b-a406-2939fddcaad2/acme.test"
  token                  = "t"
  reserve                = true
}`

const duplicateConfig = `
resource "domainverify_organization_domain" "this" { domain = "acme.test" }
resource "domainverify_organization_domain" "again" { domain = "Acme.test" }
`

func TestDuplicateDomainSaysHowToImportIt(t *testing.T) {
	want := regexp.MustCompile(`(?s)Domain Already Exists.*terraform import ADDRESS webex/[-0-9a-f]{36}/acme\.test`)
	twice := regexp.MustCompile(`(?s)pre-apply plan.*Object Managed by Two Resources.*webex/[-0-9a-f]{36}/acme\.test`)
	t.Run("twice in one configuration", func(t *testing.T) {
		w := newWorld(t)
		w.run(resource.TestStep{Config: duplicateConfig, ExpectError: twice})
		equal(t, "writes", len(w.calls())-w.count("GET"), 0)
	})
	t.Run("in state of another resource", func(t *testing.T) {
		w := newWorld(t).withLists()
		w.run(
			resource.TestStep{Config: chain{}.String()},
			resource.TestStep{Config: chain{}.String() + `resource "domainverify_organization_domain" "again" { domain = "Acme.test" }`, ExpectError: twice},
		)
	})
	t.Run("there before, lists readable", func(t *testing.T) {
		w := newWorld(t).withLists()
		w.runWithLeftovers(
			resource.TestStep{Config: chain{organizationDomain: `deletion_policy = "abandon"`, without: []string{"domainverify_claim"}}.String()},
			resource.TestStep{Config: nothing},
			resource.TestStep{Config: chain{}.String(), ExpectError: want},
		)
	})
}

func TestTimeoutThatLeavesNoTimeIsRefusedBeforeAnyCall(t *testing.T) {
	for value, want := range map[string]string{
		"0s":   `(?s)Invalid Timeout.*timeouts\.create = "0s" is zero.*greater\s+than\s+zero`,
		"-5m":  `(?s)Invalid Timeout.*timeouts\.create = "-5m" is negative.*greater\s+than\s+zero`,
		"soon": `(?s)Invalid Timeout.*timeouts\.create = "soon" is not a\s+duration.*greater\s+than\s+zero`,
	} {
		t.Run(value, func(t *testing.T) {
			w := newWorld(t)
			w.run(resource.TestStep{
				Config:      chain{verification: `timeouts = { create = "` + value + `" }`}.String(),
				ExpectError: regexp.MustCompile(want),
			})
			equal(t, "calls", len(w.calls()), 0)
		})
	}
}

func TestBudgetOfRequestsThatIsNoPositiveWholeNumberIsRefused(t *testing.T) {
	for _, service := range []string{"webex", "workos", "zoho"} {
		for value, want := range map[string]string{
			"0": `(?s)requests_per_minute\s+value\s+must\s+be\s+at\s+least\s+1`, "-1": `(?s)at\s+least\s+1`,
			"0.5": `(?s)requests_per_minute`, `"few"`: `(?s)requests_per_minute.*number\s+is\s+required`,
		} {
			t.Run(service+" "+value, func(t *testing.T) {
				w := newWorld(t)
				run := w.run
				if value == "0.5" { // what names the setting is the line that Terraform shows
					run = w.runTerraform
				}
				run(resource.TestStep{
					Config:      `provider "domainverify" { ` + service + ` = { requests_per_minute = ` + value + ` } }` + chain{}.String(),
					ExpectError: regexp.MustCompile(want),
				})
				equal(t, "calls", len(w.calls()), 0)
			})
		}
	}
}

// The budget of the environment is large here, and one that no service takes there.
func TestBudgetOfRequestsIsANumberOfTheBlock(t *testing.T) {
	t.Run("known", func(t *testing.T) {
		w := zoho(t)
		w.environment["ZOHO_REQUESTS_PER_MINUTE"] = "1000"
		w.run(resource.TestStep{Config: `provider "domainverify" { zoho = { requests_per_minute = 1 } }` + zohoChain{}.String()})
		w.mu.Lock()
		defer w.mu.Unlock()
		if w.elapsed < 2*time.Minute {
			t.Errorf("all calls took %s, want at most one a minute", w.elapsed)
		}
	})
	t.Run("known after apply", func(t *testing.T) {
		w := zoho(t)
		w.environment["ZOHO_REQUESTS_PER_MINUTE"] = "many"
		w.runTerraform(resource.TestStep{Config: `
resource "terraform_data" "budget" { input = 100 }
provider "domainverify" { zoho = { requests_per_minute = terraform_data.budget.output } }` + zohoChain{}.String()})
		equal(t, "domains left", len(w.Zoho.Snapshot().Domains), 0)
	})
}

func TestWordsOfAServiceReachTheTerminalEscaped(t *testing.T) {
	w := zoho(t)
	body := `{"status":{"code":400,"description":"Invalid"},"data":{"errorCode":"ODD\u001b[31m\r\u202e\u0000CODE","moreInfo":"odd\u001b[2J\r\u202e\u0000words"}}`
	if err := w.Recorder.AddFault(simhttp.Fault{Service: "zoho", Match: "GET", Kind: "status:400", Body: body}); err != nil {
		t.Fatal(err)
	}
	w.run(resource.TestStep{
		Config:      zohoDomain,
		ExpectError: regexp.MustCompile(`(?s)^[^\x1b\r\x00\x{202e}]*ODD\\u\{001B\}\[31m\s+\\u\{202E\}\\u\{0000\}CODE[^\x1b\r\x00\x{202e}]*odd\\u\{001B\}\[2J[^\x1b\r\x00\x{202e}]*$`),
	})
}
