// SPDX-License-Identifier: MPL-2.0

package acceptance_test

import (
	"encoding/json"
	"fmt"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"
	"github.com/hashicorp/terraform-plugin-testing/tfjsonpath"

	"github.com/domainverify/terraform-provider-domainverify/internal/sandbox/googlesim"
	"github.com/domainverify/terraform-provider-domainverify/internal/sandbox/simhttp"
)

func TestGoogleDomainGoesFromNothingToVerifiedAndBackInOrder(t *testing.T) {
	for name, c := range map[string]struct {
		config, kind string
		record       knownvalue.Check
	}{
		"TXT":   {googleChain("", ""), "TXT", knownvalue.StringExact(domain)},
		"CNAME": {googleByCNAME(), "CNAME", knownvalue.StringRegexp(regexp.MustCompile(`^[a-z2-7]{12}\.acme\.test$`))},
	} {
		t.Run(name, func(t *testing.T) {
			w := newGoogle(t)
			w.run(
				resource.TestStep{
					Config: c.config,
					ConfigStateChecks: append([]statecheck.StateCheck{
						shown(organizationDomain, "id", "google/self/acme.test"), shown(organizationDomain, "remote_id", "dns://acme.test"), shown(verification, "state", "verified"),
						statecheck.ExpectKnownValue(verificationToken, tfjsonpath.New("record").AtMapKey("name"), c.record),
						statecheck.ExpectKnownValue(recordSet, tfjsonpath.New("type"), knownvalue.StringExact(c.kind)),
						statecheck.ExpectKnownValue(verificationToken, tfjsonpath.New("instructions"), knownvalue.StringRegexp(regexp.MustCompile("It has to stay after the verification: Google looks at it again"))),
					}, w.check(func() {
						equal(t, "inserts", w.requests("POST webResource"), []string{"POST webResource?verificationMethod=DNS_" + c.kind + " 200"})
						equal(t, "requests for a token", len(w.requests("POST token")), 2)
					})...),
				},
				w.afterRefresh(func() {
					equal(t, "calls of two plans", w.requests(""), []string{"GET webResource 200", "GET webResource 200"})
				}),
			)
			// Google's resolver remembers the record for its TTL: it is asked until then.
			statuses := w.statuses()
			equal(t, "last release", statuses[len(statuses)-1], "204")
			if len(statuses) < 2 || slices.ContainsFunc(w.requests("DELETE "), func(line string) bool { return strings.Contains(line, "%25") }) {
				t.Errorf("releases %v", w.requests("DELETE "))
			}
		})
	}
}

func TestGoogleDomainConvergesUnderEverySwitch(t *testing.T) {
	for _, sw := range newGoogle(t).sim.Switches().List() {
		for _, setting := range sw.Allowed[1:] {
			if setting == "new_each_time" {
				continue
			}
			t.Run(sw.Name+"="+setting, func(t *testing.T) {
				w := newGoogle(t)
				w.set(sw.Name, setting)
				w.run(
					resource.TestStep{Config: googleChain("", ""), ConfigStateChecks: []statecheck.StateCheck{shown(verification, "state", "verified")}},
					resource.TestStep{Config: googleChain("", ""), PlanOnly: true},
				)
			})
		}
	}
}

func TestGoogleTokenThatIsNewEachTimeEndsInAnError(t *testing.T) {
	w := newGoogle(t)
	w.set(googlesim.SwitchTokenStability, "new_each_time")
	w.run(resource.TestStep{Config: googleChain("", ""), ExpectError: regexp.MustCompile(`(?s)two\s+different\s+tokens.*Nothing\s+was\s+published`)})
	equal(t, "inserts", len(w.requests("POST webResource")), 0)
}

// Invariant 20: nobody has removed the record, and Google is not asked before.
func TestGoogleDestroyWithARecordThatIsKeptByHandWaitsAndSaysWhere(t *testing.T) {
	w := newGoogle(t)
	w.runWithLeftovers(
		resource.TestStep{Config: googleHandOff(), ExpectNonEmptyPlan: true, ConfigStateChecks: []statecheck.StateCheck{shown(verification, "state", "pending"), w.publishes()}},
		resource.TestStep{Config: googleHandOff(), ConfigStateChecks: []statecheck.StateCheck{shown(verification, "state", "verified")}},
		resource.TestStep{
			Config:      googleBlock,
			ExpectError: regexp.MustCompile(`(?s)Record Still Published.*within 17m0s.*No\s+release\s+call\s+was\s+made.*Name:  acme\.test.*Value: google-site-verification=.*has the TXT record.*deletion_policy = "abandon"`),
		},
		resource.TestStep{PreConfig: func() {
			equal(t, "releases", w.statuses(), []string(nil))
			w.must(w.DNS.SetTXT(domain, domain, "v=spf1 -all"))
		}, Config: googleBlock},
	)
	equal(t, "owners", w.sim.Snapshot().Sites, []googlesim.SiteSnapshot{})
}

// publishes publishes the token in state by hand.
func (w google) publishes() statecheck.StateCheck {
	return statecheck.ExpectKnownValue(verificationToken, tfjsonpath.New("token"), knownvalue.StringFunc(func(token string) error {
		w.publish(token)
		return nil
	}))
}

// Invariant 21: with other credentials every domain reads as not verified.
func TestGoogleWithOtherCredentialsDropsNothing(t *testing.T) {
	const bothNamed = `(?s)Credentials of Another Identity.*terraform@acme-project\.iam\.gserviceaccount\.com.*verifier@acme-project\.iam\.gserviceaccount\.com.*Nothing\s+was\s+changed`
	w := newGoogle(t)
	other := func() {
		w.environment["GOOGLE_IMPERSONATE_SERVICE_ACCOUNT"] = w.client.Impersonated
		w.Recorder.ForgetRequests()
	}
	w.run(
		resource.TestStep{Config: googleChain("", "")},
		resource.TestStep{PreConfig: other, Config: googleChain("", ""), PlanOnly: true, ExpectError: regexp.MustCompile(bothNamed)},
		resource.TestStep{Config: googleChain("", ""), Destroy: true, ExpectError: regexp.MustCompile(bothNamed)},
		resource.TestStep{Config: googleBlock, ExpectError: regexp.MustCompile(bothNamed)},
		resource.TestStep{
			PreConfig: func() {
				equal(t, "writes", append(w.statuses(), w.requests("POST webResource")...), []string(nil))
				delete(w.environment, "GOOGLE_IMPERSONATE_SERVICE_ACCOUNT")
			},
			Config: googleChain("", ""), PlanOnly: true,
		},
	)
}

// What happens at Google behind Terraform's back, and the plan that repairs it.
// A token of other credentials can never be verified by these.
func TestVerifyActionRefusesTheTokenOfOtherGoogleCredentials(t *testing.T) {
	w := newGoogle(t)
	made := w.inProcess(before(googleChain("", ""), `domainverify_verification`))
	w.succeeds(made.Apply(false))
	insertsAfter := func(token string) (int, error) {
		before := len(w.requests("POST webResource"))
		_, _, err := made.Invoke("domainverify_verify", `domains = [{ organization_domain_id = "google/self/acme.test"`+token+` }]`)
		return len(w.requests("POST webResource")) - before, err
	}
	inserts, err := insertsAfter(`, token = "google-site-verification=of-somebody-else"`)
	if inserts != 0 || !strings.Contains(fmt.Sprint(err), "Verification Token Has Changed") {
		t.Errorf("%d inserts, error %v", inserts, err)
	}
	if inserts, err := insertsAfter(""); inserts != 1 || err != nil {
		t.Errorf("without a token: %d inserts, error %v", inserts, err)
	}
	w.succeeds(made.Apply(true))
}

func TestGoogleDriftIsPlannedWithExactlyTheActionsThatRepairIt(t *testing.T) {
	for name, c := range map[string]struct {
		happen func(google)
		want   actions
	}{
		"removed by another owner": {func(w google) { w.drift("unverify")() }, actions{verification: create}},
		"record removed, and dropped by the check that Google repeats": {func(w google) {
			w.set(googlesim.SwitchRecheck, "drops_owner")
			w.must(w.DNS.RemoveRRset(domain, "TXT"))
			w.later(5 * 24 * time.Hour)
		}, actions{recordSet: create, verification: create}},
	} {
		t.Run(name, func(t *testing.T) {
			w := newGoogle(t)
			w.run(
				resource.TestStep{Config: googleChain("", "")},
				resource.TestStep{
					PreConfig: func() { c.happen(w) }, Config: googleChain("", ""), ConfigPlanChecks: zohoChain{}.planned(c.want),
					ConfigStateChecks: []statecheck.StateCheck{shown(verification, "state", "verified")},
				},
				resource.TestStep{Config: googleChain("", ""), PlanOnly: true},
			)
		})
	}
}

func TestGoogleRefusalsSayWhatToDo(t *testing.T) {
	for name, c := range map[string]struct {
		arrange func(google)
		want    string
	}{
		"scope": {func(w google) {
			w.asPerson()
			w.project(googlesim.ProjectState{LoginScopes: []string{googlesim.ScopeVerifyOnly}})()
		}, `(?s)lack\s+the\s+scope.*gcloud auth application-default login --scopes=https://www\.googleapis\.com/auth/siteverification,https://www\.googleapis\.com/auth/cloud-platform`},
		"API": {func(w google) { w.project(googlesim.ProjectState{Disabled: []string{"Site Verification API"}})() }, `(?s)not\s+enabled.*siteverification\.googleapis\.com`},
		"no quota project": {func(w google) {
			w.asPerson()
			delete(w.environment, "GOOGLE_BILLING_PROJECT")
			delete(w.environment, "USER_PROJECT_OVERRIDE")
		}, `(?s)billing_project.*user_project_override`},
		"quota":    {func(w google) { w.project(googlesim.ProjectState{QuotaExhausted: true})() }, `(?s)rate\s+limited.*Daily Limit Exceeded`},
		"unusable": {func(w google) { w.environment["GOOGLE_OAUTH_ACCESS_TOKEN"] = "ya29.unknown" }, `(?s)does\s+not\s+accept\s+the\s+access\s+token`},
		"stranger": {func(w google) { w.environment["GOOGLE_IMPERSONATE_SERVICE_ACCOUNT"] = "a@b.test" }, `(?s)serviceAccountTokenCreator`},
		"logged out": {func(w google) {
			w.environment["GOOGLE_CREDENTIALS"] = strings.Replace(w.client.Login, "1//", "2//", 1)
		}, `(?s)Log\s+in\s+again`},
	} {
		t.Run(name, func(t *testing.T) {
			w := newGoogle(t)
			c.arrange(w)
			w.run(resource.TestStep{Config: googleChain("", ""), ExpectError: regexp.MustCompile(c.want)})
			equal(t, "inserts", len(w.requests("POST webResource")), 0)
		})
	}
}

// asPerson replaces the key by application default credentials.
func (w google) asPerson() {
	w.environment["GOOGLE_CREDENTIALS"] = w.client.Login
	w.environment["GOOGLE_BILLING_PROJECT"], w.environment["USER_PROJECT_OVERRIDE"] = w.client.Project, "true"
}

func TestGoogleQuotaIsWaitedForAndLosesNothing(t *testing.T) {
	for _, setting := range []string{"403_daily", "403_rate", "429"} {
		t.Run(setting, func(t *testing.T) {
			w := newGoogle(t)
			w.set(googlesim.SwitchQuotaError, setting)
			w.must(w.Recorder.AddFault(simhttp.Fault{Service: "google", Match: "webResource", Kind: "status:429", Times: 1, RetryAfter: 30}))
			w.run(
				resource.TestStep{Config: googleChain("", "")},
				resource.TestStep{PreConfig: w.project(googlesim.ProjectState{QuotaExhausted: true}), Config: googleChain("", ""), PlanOnly: true, ExpectError: regexp.MustCompile(`(?s)rate\s+limited`)},
				resource.TestStep{PreConfig: w.project(googlesim.ProjectState{}), Config: googleChain("", ""), PlanOnly: true},
			)
		})
	}
}

func TestGoogleDomainIsAdoptedAndImported(t *testing.T) {
	w := newGoogle(t)
	w.must(w.sim.AddSiteOwner(googlesim.OwnerSpec{Domain: domain, Email: "terraform@acme-project.iam.gserviceaccount.com"}))
	w.run(
		resource.TestStep{Config: googleChain("", ""), ExpectError: regexp.MustCompile(`Domain Already Exists`)},
		resource.TestStep{Config: googleChain("adopt_existing = true", ""), ConfigStateChecks: []statecheck.StateCheck{shown(verification, "state", "verified")}},
		resource.TestStep{ResourceName: organizationDomain, ImportState: true, ImportStateId: "google/self/acme.test", ImportStateVerify: true, ImportStateVerifyIgnore: []string{"adopt_existing"}},
		resource.TestStep{ResourceName: verificationToken, ImportState: true, ImportStateId: "google/self/acme.test/dns_txt", ImportStateVerify: true},
	)
	equal(t, "inserts", len(w.requests("POST webResource")), 0)
}

// The guide "Coming from single-vendor providers and scripts" shows this configuration.
func TestGoogleDomainOfAnotherToolIsImportedAsTheGuideShowsWithoutAChange(t *testing.T) {
	w := newGoogle(t)
	w.must(w.sim.AddSiteOwner(googlesim.OwnerSpec{Domain: domain, Email: "terraform@acme-project.iam.gserviceaccount.com"}))
	guide, err := os.ReadFile("../../../templates/guides/coming-from.md")
	w.must(err)
	_, block, found := strings.Cut(string(guide), "google_site_verification_web_resource.acme\n  lifecycle {\n    destroy = false\n  }\n}\n")
	block, _, _ = strings.Cut(block, "```")
	if config := googleBlock + strings.ReplaceAll(block, "acme.com", domain); found {
		unchanged := resource.ConfigPlanChecks{}
		for _, kind := range []string{"organization_domain", "verification_token", "verification"} {
			unchanged.PreApply = append(unchanged.PreApply, plancheck.ExpectResourceAction("domainverify_"+kind+".google", plancheck.ResourceActionNoop))
		}
		w.pluginTesting(resource.TestStep{Config: config, ConfigPlanChecks: unchanged})
	} else {
		t.Error("the guide has no such block")
	}
	equal(t, "inserts", len(w.requests("POST webResource")), 0)
}

// A token belongs to the identity, and is there whatever the state of the domain.
func TestGoogleTokenIsReplacedByTheOtherMethodAndTheDomainStaysVerified(t *testing.T) {
	w := newGoogle(t)
	w.run(
		resource.TestStep{Config: googleChain("", "")},
		resource.TestStep{
			Config: googleByCNAME(), ConfigPlanChecks: resource.ConfigPlanChecks{PreApply: []plancheck.PlanCheck{plancheck.ExpectResourceAction(organizationDomain, plancheck.ResourceActionNoop)}},
			ConfigStateChecks: []statecheck.StateCheck{shown(verification, "state", "verified")},
		},
	)
}

// Other tools read the same variables.
func TestGoogleIsNotConfiguredByItsVariablesAlone(t *testing.T) {
	w := newGoogle(t)
	w.run(resource.TestStep{Config: strings.Replace(googleChain("", ""), googleBlock, "", 1), ExpectError: regexp.MustCompile(`Service Not Configured`)})
	equal(t, "requests", len(w.Requests()), 0)
}

func TestBadInputForGoogleIsRefusedBeforeAnyCall(t *testing.T) {
	domainOf := func(text string) string {
		return strings.Replace(googleChain("", ""), `domain = "`+domain+`"`, `domain = "`+text+`"`, 1)
	}
	const invalid = `(?s)Invalid Domain`
	file := func(members map[string]any) string {
		encoded, _ := json.Marshal(members)
		return string(encoded)
	}
	for name, test := range map[string]struct {
		config      string
		credentials string
		want        string
	}{
		"Search Console's spelling": {config: domainOf("sc-domain:example.com"), want: invalid},
		"URL":                       {config: domainOf("https://example.com"), want: invalid + `.*URL`},
		"wildcard":                  {config: domainOf("*.example.com"), want: invalid},
		"underscore":                {config: domainOf("under_score.test"), want: invalid},
		"IP address":                {config: domainOf("192.0.2.1"), want: invalid + `.*IP\s+address`},
		"TLD":                       {config: domainOf("com"), want: invalid},
		"254 octets":                {config: domainOf(strings.Repeat(strings.Repeat("a", 49)+".", 5) + "test"), want: invalid},
		"another organization":      {config: googleChain(`organization_id = "acme"`, ""), want: `(?s)is\s+not\s+self.*Remove\s+organization_id`},
		"a file, not a record":      {config: strings.ReplaceAll(googleByCNAME(), "dns_cname", "http_file"), want: `(?s)does\s+not\s+support\s+the\s+method`},
		"claim":                     {config: chain{provider: googleBlock, organizationDomain: `service = "google"`}.String(), want: `(?s)Not Supported by the Service`},
		"no such file":              {credentials: "/nowhere/key.json", want: `(?s)neither\s+JSON\s+nor\s+the\s+path.*GOOGLE_CREDENTIALS`},
		"OAuth client":              {credentials: `{"web":{"client_id":"a.apps.googleusercontent.com"}}`, want: `(?s)OAuth\s+client`},
		"login without a token":     {credentials: file(map[string]any{"type": "authorized_user", "client_id": "a", "client_secret": "b"}), want: `(?s)no\s+refresh_token`},
		"executable":                {credentials: file(map[string]any{"type": "external_account", "token_url": "https://sts.googleapis.com/v1/token", "credential_source": map[string]any{"executable": map[string]any{}}}), want: `(?s)executable`},
	} {
		t.Run(name, func(t *testing.T) {
			w := newGoogle(t)
			if test.credentials != "" {
				w.environment["GOOGLE_CREDENTIALS"], test.config = test.credentials, googleChain("", "")
			}
			w.run(resource.TestStep{Config: test.config, ExpectError: regexp.MustCompile(test.want)})
			equal(t, "requests", w.requests("POST"), []string(nil))
		})
	}
}

func TestOtherSpellingsForGoogleAreAccepted(t *testing.T) {
	for spelled, id := range map[string]string{"Acme.TEST.": "google/self/acme.test", "bücher.acme.test": "google/self/xn--bcher-kva.acme.test"} {
		t.Run(spelled, func(t *testing.T) {
			w := newGoogle(t)
			config := strings.Replace(googleChain("", ""), `domain = "`+domain+`"`, `domain = "`+spelled+`"`, 1)
			w.run(resource.TestStep{Config: config, ConfigStateChecks: []statecheck.StateCheck{shown(organizationDomain, "id", id), shown(verification, "state", "verified")}})
		})
	}
}
