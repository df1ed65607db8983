// SPDX-License-Identifier: MPL-2.0

package acceptance_test

import (
	"fmt"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"

	"github.com/domainverify/terraform-provider-domainverify/internal/sandbox/zohosim"
)

func TestZohoRecordThatIsMissingIsToldApartFromOneWithAWrongValueBeforeZohoIsAsked(t *testing.T) {
	for name, test := range map[string]struct {
		chain zohoChain
		want  string
	}{
		"no TXT record":   {zohoChain{unpublished: true}, `(?s)Wait Timed Out.*no TXT record at\s+acme\.test`},
		"another code":    {zohoChain{value: "zoho-verification=zb00000000.zmverify.zoho.com"}, `(?s)Wait Timed Out.*older_token.*zb00000000`},
		"the bare code":   {zohoChain{value: "zb00000000"}, `(?s)Wait Timed Out.*zb00000000`},
		"no CNAME record": {zohoChain{method: "dns_cname", unpublished: true}, `(?s)Wait Timed Out.*no CNAME record`},
		"another target":  {zohoChain{method: "dns_cname", value: "business.zoho.com"}, `(?s)Wait Timed Out.*CNAME\s+record\s+at\s+zb\d+\.acme\.test\s+is\s+"business\.zoho\.com",\s+not\s+"zmverify\.zoho\.com"`},
		"no file":         {zohoChain{method: "http_file", unpublished: true}, `(?s)Wait Timed Out.*there\s+is\s+no\s+such\s+file`},
		"another content": {zohoChain{method: "http_file", value: "00000000"}, `(?s)Wait Timed Out.*the\s+content\s+is\s+not\s+"\d+":\s+it\s+is\s+8\s+characters`},
	} {
		t.Run(name, func(t *testing.T) {
			w := zoho(t)
			w.run(resource.TestStep{Config: test.chain.String(), ExpectError: regexp.MustCompile(test.want)})
			equal(t, "verify calls", w.zohoCalls("PUT", ""), 0)
		})
	}
}

func TestZohoBadCredentialsAndOrganizationsAreNamed(t *testing.T) {
	readOnly := []string{"ZohoMail.organization.domains.READ"}
	for name, test := range map[string]struct {
		prepare func(*world)
		want    string
	}{
		"organization id that is no number": {
			func(w *world) { w.environment["ZOHO_ORGANIZATION_ID"] = "acme" },
			`(?s)Invalid Provider Configuration.*numeric.*ZOHO_ORGANIZATION_ID`,
		},
		"unknown data center": {
			func(w *world) { w.environment["ZOHO_DATA_CENTER"] = "mars" },
			`(?s)Invalid Provider Configuration.*"mars".*us.*eu.*ZOHO_DATA_CENTER`,
		},
		"budget that is no number": {
			func(w *world) { w.environment["ZOHO_REQUESTS_PER_MINUTE"] = "many" },
			`(?s)Invalid Provider Configuration.*many.*ZOHO_REQUESTS_PER_MINUTE`,
		},
		"credentials of another data center": {
			func(w *world) {
				delete(w.environment, "ZOHO_ACCESS_TOKEN")
				if err := w.Zoho.MoveCredentials("eu"); err != nil {
					w.t.Fatal(err)
				}
			},
			`(?s)Cannot Add Domain.*invalid_client.*data_center.*eu`,
		},
		"credentials of another data center that get a token": {
			func(w *world) {
				delete(w.environment, "ZOHO_ACCESS_TOKEN")
				if err := w.Zoho.MoveCredentials("eu"); err != nil {
					w.t.Fatal(err)
				}
				w.zohoSwitch("foreign_credentials", "foreign_token")
			},
			`(?s)Cannot Add Domain.*data_center\s+=\s+"eu"`,
		},
		"missing scope": {
			func(w *world) {
				w.environment["ZOHO_ACCESS_TOKEN"] = w.Zoho.IssueAccessToken(zohosim.TokenSpec{Scopes: readOnly})
				delete(w.environment, "ZOHO_REFRESH_TOKEN")
				delete(w.environment, "ZOHO_CLIENT_ID")
				delete(w.environment, "ZOHO_CLIENT_SECRET")
			},
			`(?s)Cannot Add Domain.*INVALID_OAUTHSCOPE.*ZohoMail\.organization\.domains`,
		},
		"user who is no administrator": {
			func(w *world) {
				w.environment["ZOHO_ACCESS_TOKEN"] = w.Zoho.IssueAccessToken(zohosim.TokenSpec{NotAdmin: true})
				delete(w.environment, "ZOHO_REFRESH_TOKEN")
				delete(w.environment, "ZOHO_CLIENT_ID")
				delete(w.environment, "ZOHO_CLIENT_SECRET")
			},
			`(?s)Cannot Add Domain.*administrator`,
		},
		"wrong refresh token": {
			func(w *world) {
				delete(w.environment, "ZOHO_ACCESS_TOKEN")
				w.environment["ZOHO_REFRESH_TOKEN"] = "1000.0000000000000000000000000000.00000000000000000000"
			},
			`(?s)Cannot Add Domain.*invalid_code.*refresh`,
		},
	} {
		t.Run(name, func(t *testing.T) {
			w := zoho(t)
			test.prepare(w)
			w.run(resource.TestStep{Config: zohoChain{}.String(), ExpectError: regexp.MustCompile(test.want)})
		})
	}
}

func TestThirtyFirstZohoDomainIsRefusedWithTheLimit(t *testing.T) {
	w := zoho(t)
	for i := range 30 {
		if err := w.Zoho.AddDomain(zohosim.DomainSpec{Domain: fmt.Sprintf("other%02d.test", i)}); err != nil {
			t.Fatal(err)
		}
	}
	w.runWithLeftovers(resource.TestStep{Config: zohoChain{}.String(), ExpectError: regexp.MustCompile(`(?s)Cannot Add Domain.*30\s+domains`)})
	if _, ok := w.atZoho(domain); ok {
		t.Error("the domain was added")
	}
}

func TestZohoDomainHeldByAnotherOrganizationIsRefusedAtOnce(t *testing.T) {
	w := zoho(t)
	if err := w.Zoho.HoldElsewhere(domain); err != nil {
		t.Fatal(err)
	}
	w.run(resource.TestStep{Config: zohoChain{}.String(), ExpectError: regexp.MustCompile(`(?s)Cannot (Add|Verify) Domain.*another\s+organization`)})
}

func TestZohoDomainThatAnotherOrganizationTookWhenItExpiredIsRefusedWithThat(t *testing.T) {
	w := zoho(t)
	w.run(
		resource.TestStep{Config: zohoChain{}.String()},
		resource.TestStep{
			PreConfig: func() {
				w.zohoDrift("unverify")()
				if err := w.Zoho.HoldElsewhere(domain); err != nil {
					t.Fatal(err)
				}
			},
			Config:      zohoChain{}.String(),
			ExpectError: regexp.MustCompile(`(?s)Cannot Verify Domain.*another\s+organization`),
		},
	)
}

func TestZohoDomainThatExistsIsAdoptedWhenAskedAndOfferedForImportOtherwise(t *testing.T) {
	w := zoho(t)
	if err := w.Zoho.AddDomain(zohosim.DomainSpec{Domain: domain}); err != nil {
		t.Fatal(err)
	}
	w.run(
		resource.TestStep{PreConfig: w.zohoDrift("verify"), Config: zohoChain{}.String(), ExpectError: regexp.MustCompile(`(?s)Domain Already Exists.*terraform import ADDRESS zoho/\d+/acme\.test`)},
		resource.TestStep{Config: zohoChain{organizationDomain: "adopt_existing = true"}.String()},
	)
}

// The token of a file is not that of a record, so leaving out method looks as if the
// service had issued another one.
func TestZohoVerificationWithoutTheMethodOfItsTokenIsToldToSetIt(t *testing.T) {
	w := zoho(t)
	c := zohoChain{method: "http_file"}
	forgotten := strings.Replace(c.String(), `method                 = "http_file"`+"\n  depends_on", "depends_on", 1)
	if forgotten == c.String() {
		t.Fatal("the verification has its method still")
	}
	w.run(
		resource.TestStep{
			Config:      forgotten,
			ExpectError: regexp.MustCompile(`(?s)Verification Token of Another Method.*method\s+=\s+"http_file"`),
		},
		resource.TestStep{
			PreConfig: func() { equal(t, "domains added", w.zohoCalls("POST", domain), 0) },
			Config:    c.String(), ConfigPlanChecks: c.planned(actions{organizationDomain: create, verificationToken: create, webFile: create, verification: create}),
		},
	)
}

// A plan does not know what a token that comes from elsewhere is for.
func TestZohoTokenFromElsewhereIsHeldToItsMethodAtApply(t *testing.T) {
	w := zoho(t)
	w.run(
		resource.TestStep{Config: zohoDomain},
		resource.TestStep{
			Config: zohoDomain + `
data "domainverify_organization_domain" "this" {
  service = "zoho"
  domain  = domainverify_organization_domain.this.domain
}
` + verificationBy("this", "", `data.domainverify_organization_domain.this.tokens["http_file"]`),
			ExpectError: regexp.MustCompile(`(?s)Verification Token of Another Method.*method\s+=\s+"http_file"`),
		},
	)
	equal(t, "verify calls", w.zohoCalls("PUT", "verifyDomain"), 0)
}

// Invariant 1: nothing after the remote object exists fails its Create.
func TestZohoVerifyThatFailsRightAfterCreateKeepsTheDomain(t *testing.T) {
	w := zoho(t)
	w.zohoFault("PUT", "status:403", 0)
	w.run(
		resource.TestStep{Config: zohoChain{}.String(), ExpectError: regexp.MustCompile(`Cannot Verify Domain`)},
		resource.TestStep{
			PreConfig: w.Recorder.ClearFaults, Config: zohoChain{}.String(),
			ConfigPlanChecks: zohoChain{}.planned(actions{verification: create}),
		},
	)
}

// Invariant 6: after an ambiguous failure the adapter looks before it repeats.
func TestZohoAmbiguousFailuresOfEveryWriteEndInTheRightState(t *testing.T) {
	for _, method := range []string{"POST /api", "PUT", "DELETE"} {
		for _, kind := range []string{"status_after:503", "drop_after", "status:503", "drop", "garbage_after"} {
			t.Run(method+" "+kind, func(t *testing.T) {
				w := zoho(t)
				w.zohoFault(method, kind, 1)
				w.run(resource.TestStep{
					Config:            zohoChain{}.String(),
					ConfigStateChecks: w.check(func() { equal(t, "verified", w.verifiedAtZoho(), true) }),
				})
			})
		}
	}
}

// A DNS host that proxies the record serves its own addresses in place of the
// CNAME, and no wait changes that.
func TestZohoCNAMEThatTheDNSHostFlattensEndsTheWaitAfterAMinute(t *testing.T) {
	w := zoho(t)
	slept := 0
	w.virtual.OnSleep = func(elapsed time.Duration) {
		w.passTime(elapsed)
		if slept++; slept == 1 {
			found, _ := w.atZoho(domain)
			if err := w.DNS.AddRR(found.CNAMEName + ". 60 IN A 198.51.100.7"); err != nil {
				t.Error(err)
			}
		}
	}
	w.runWithLeftovers(resource.TestStep{
		Config:      zohoChain{method: "dns_cname", unpublished: true}.String(),
		ExpectError: regexp.MustCompile(`(?s)Record Published Wrongly.*flattened_cname.*198\.51\.100\.7.*proxies\s+or\s+flattens`),
	})
	if waited := w.virtual.Now().Sub(time.Unix(0, 0)); waited > 2*time.Minute {
		t.Errorf("the cause was named after %s", waited)
	}
	equal(t, "verify calls", w.zohoCalls("PUT", ""), 0)
}

// A parent that Terraform releases alone stays, and the error says why.
func TestZohoParentWithSubdomainsIsReleasedAfterThem(t *testing.T) {
	const parent, both = `
resource "domainverify_organization_domain" "parent" {
  service = "zoho"
  domain  = "acme.test"
}`, `
resource "domainverify_organization_domain" "child" {
  service    = "zoho"
  domain     = "www.acme.test"
  depends_on = [domainverify_organization_domain.parent]
}`
	w := zoho(t)
	w.run(resource.TestStep{Config: parent + both}) // and depends_on orders the destruction
	equal(t, "domains left", len(w.Zoho.Snapshot().Domains), 0)

	if err := w.Zoho.AddDomain(zohosim.DomainSpec{Domain: "mail.acme.test"}); err != nil {
		t.Fatal(err)
	}
	w.runWithLeftovers(
		resource.TestStep{Config: parent},
		resource.TestStep{
			Config: parent, Destroy: true,
			ExpectError: regexp.MustCompile(`(?s)Cannot Release Domain.*subdomains\s+of\s+it,\s+which\s+are\s+mail\.acme\.test.*Release\s+the\s+subdomains\s+first`),
		},
		resource.TestStep{Config: parent, PlanOnly: true},
		resource.TestStep{
			PreConfig: func() {
				if _, ok := w.atZoho(domain); !ok {
					t.Error("the parent is gone")
				}
				if err := w.Zoho.Drift("remove", "mail.acme.test"); err != nil {
					t.Fatal(err)
				}
			},
			Config: parent, Destroy: true,
		},
	)
}
