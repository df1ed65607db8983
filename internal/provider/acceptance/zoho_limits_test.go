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

// Zoho allows thirty calls a minute, and thirty domains in an organization.
func TestThirtyZohoDomainsAreAppliedAndPlannedWithoutOneThrottle(t *testing.T) {
	zones := numberedZones(30)
	w := hurriedZoho(t, zones)
	config := fleet(zones)
	steady := func() {
		t.Helper()
		throttle := w.Zoho.Snapshot().Throttle
		if throttle.Throttled > 0 || throttle.Most > 30 {
			t.Errorf("%d throttle answers, %d calls in one minute", throttle.Throttled, throttle.Most)
		}
	}
	w.runTerraform(
		resource.TestStep{Config: config, ConfigStateChecks: w.check(func() {
			steady()
			for _, found := range w.Zoho.Snapshot().Domains {
				equal(t, found.Domain+" verified", found.Verified, true)
			}
			equal(t, "domains", len(w.Zoho.Snapshot().Domains), 30)
			equal(t, "verify calls", w.zohoCalls("PUT", "verifyDomainByTXT"), 30)
		})},
		resource.TestStep{PreConfig: w.Recorder.ForgetRequests, Config: config, PlanOnly: true},
		resource.TestStep{
			PreConfig: func() {
				steady()
				// A plan refreshes and then plans again without refreshing.
				if calls := len(w.Requests()); calls > 4 {
					t.Errorf("%d calls for a plan of 30 domains", calls)
				}
			},
			Config: config, Destroy: true,
		},
	)
	steady()
}

func TestLockOfTheZohoAPIIsSurvivedInEveryShape(t *testing.T) {
	shapes := newParallelWorld(t).Zoho.Switches().List()
	for _, unknown := range shapes {
		if unknown.Name != "throttle_answer" {
			continue
		}
		for _, shape := range unknown.Allowed {
			t.Run(shape, func(t *testing.T) {
				w := zoho(t)
				w.zohoSwitch("throttle_answer", shape)
				// The calls of others use up the budget.
				if err := w.Zoho.LimitRate(1, 3*time.Minute); err != nil {
					t.Fatal(err)
				}
				w.run(
					resource.TestStep{Config: zohoChain{}.String(), ConfigStateChecks: w.check(func() {
						equal(t, "verified", w.verifiedAtZoho(), true)
						throttle := w.Zoho.Snapshot().Throttle
						if throttle.Throttled == 0 || throttle.Throttled > 6 {
							t.Errorf("%d throttle answers, want a few", throttle.Throttled)
						}
					})},
					resource.TestStep{Config: zohoChain{}.String(), ConfigPlanChecks: zohoChain{}.planned(nil)},
				)
			})
		}
	}
}

const notSeenByZoho = `{"status":{"code":200,"description":"success"},"data":{"status":false,"error":"TXT_RECORD_HOST_UNKNOWN","message":"Verification failed due to host not found","txtRecord":[]}}`

func TestZohoIsAskedToVerifyADomainEveryFifteenSecondsAtMost(t *testing.T) {
	w := zoho(t)
	if err := w.Recorder.AddFault(simhttp.Fault{Service: "zoho", Match: "PUT", Kind: "status:200", Body: notSeenByZoho, Times: 8}); err != nil {
		t.Fatal(err)
	}
	w.run(resource.TestStep{Config: zohoChain{}.String(), ConfigStateChecks: w.check(func() {
		var last time.Time
		for _, request := range w.Requests() {
			if request.Method != "PUT" {
				continue
			}
			if pause := request.Time.Sub(last); pause < 15*time.Second {
				t.Errorf("a verify call %s after the one before", pause)
			}
			last = request.Time
		}
		equal(t, "verify calls", w.zohoCalls("PUT", "verifyDomainByTXT"), 9)
	})})
}

func TestZohoTokenEndpointIsAskedOnceForARun(t *testing.T) {
	w := zoho(t)
	delete(w.environment, "ZOHO_ACCESS_TOKEN")
	before := w.Zoho.Snapshot().Tokens.Granted
	w.run(resource.TestStep{Config: zohoChain{}.String(), ConfigStateChecks: w.check(func() {
		// One for the plan and one for the apply, each a process of its own, and what
		// the test framework runs after them.
		if granted := w.Zoho.Snapshot().Tokens.Granted - before; granted > 4 {
			t.Errorf("%d access tokens for one apply", granted)
		}
	})})
}

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
