// SPDX-License-Identifier: MPL-2.0

package acceptance_test

import (
	"net/http"
	"net/url"
	"regexp"
	"testing"
	"time"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"

	"github.com/domainverify/terraform-provider-domainverify/internal/sandbox/simhttp"
	"github.com/domainverify/terraform-provider-domainverify/internal/sandbox/zohosim"
)

// Ten is what Terraform does at a time.
func TestZohoTokenThatEndsWhileTenDomainsAreWaitedForIsReplacedOnce(t *testing.T) {
	w := hurriedZoho(t, numberedZones(10))
	if err := w.Zoho.LimitRate(1000, 0); err != nil { // a matter of other tests
		t.Fatal(err)
	}
	w.environment["ZOHO_REQUESTS_PER_MINUTE"] = "1000"
	if err := w.Recorder.AddFault(simhttp.Fault{Service: "zoho", Match: "PUT", Kind: "status:200", Body: notSeenByZoho, Times: 10}); err != nil {
		t.Fatal(err)
	}
	go w.whenZohoWasAskedToVerify(10, w.Zoho.ExpireAccessTokens)
	config := fleet(numberedZones(10))
	w.runTerraform(
		resource.TestStep{Config: config, ConfigStateChecks: w.check(func() {
			equal(t, "tokens", w.Zoho.Snapshot().Tokens, zohosim.TokenSnapshot{Granted: 1})
			for _, found := range w.Zoho.Snapshot().Domains {
				equal(t, found.Domain+" verified", found.Verified, true)
			}
		})},
		resource.TestStep{Config: config, Destroy: true},
	)
}

// whenZohoWasAskedToVerify does something between two looks of a wait.
func (w *world) whenZohoWasAskedToVerify(times int, do func()) {
	looked := time.NewTicker(5 * time.Millisecond)
	defer looked.Stop()
	for w.zohoCalls("PUT", "verifyDomainBy") < times {
		select {
		case <-w.t.Context().Done():
			return
		case <-looked.C:
		}
	}
	do()
}

// Asking while the token endpoint refuses makes it refuse for longer.
func TestZohoTokenEndpointThatIsLockedIsNotAskedAgainAndIsNoBadCredential(t *testing.T) {
	w := zoho(t, numberedZones(10)...)
	delete(w.environment, "ZOHO_ACCESS_TOKEN")
	w.useUpTokenRequests()
	w.runTerraform(
		resource.TestStep{
			Config:      fleet(numberedZones(10)),
			ExpectError: regexp.MustCompile(`(?s)Cannot Add Domain.*issues\s+no\s+access\s+tokens\s+for\s+this\s+refresh\s+token.*ZOHO_ACCESS_TOKEN`),
		},
		resource.TestStep{
			PreConfig: func() {
				equal(t, "refused token requests", w.Zoho.Snapshot().Tokens.Throttled, 1)
				w.Clock.Advance(10 * time.Minute)
			},
			Config: fleet(numberedZones(10)),
		},
		resource.TestStep{Config: fleet(numberedZones(10)), Destroy: true},
	)
}

// useUpTokenRequests does what other commands with the same refresh token do.
func (w *world) useUpTokenRequests() {
	w.t.Helper()
	info := w.Info().Zoho
	for range 10 {
		answer, err := http.PostForm(info.AccountsURL+"/oauth/v2/token", url.Values{
			"grant_type": {"refresh_token"}, "client_id": {info.ClientID}, "client_secret": {info.ClientSecret}, "refresh_token": {info.RefreshToken},
		})
		if err != nil {
			w.t.Fatal(err)
		}
		_ = answer.Body.Close()
		equal(w.t, "status", answer.StatusCode, http.StatusOK)
	}
}

// Every command is a process of its own.
func TestZohoTokenThatIsKeptServesAllCommands(t *testing.T) {
	w := zoho(t)
	delete(w.environment, "ZOHO_ACCESS_TOKEN")
	w.environment["ZOHO_TOKEN_CACHE_DIR"] = t.TempDir()
	before := w.Zoho.Snapshot().Tokens.Granted
	w.run(
		resource.TestStep{Config: zohoChain{}.String()},
		resource.TestStep{Config: zohoChain{}.String(), PlanOnly: true},
		resource.TestStep{Config: zohoChain{}.String(), Destroy: true},
	)
	equal(t, "tokens", w.Zoho.Snapshot().Tokens.Granted-before, 1)
}
