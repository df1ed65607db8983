// SPDX-License-Identifier: MPL-2.0

package fourthservice_test

import (
	"errors"
	"net/http"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"

	"github.com/domainverify/terraform-provider-domainverify/internal/plugintest"
	"github.com/domainverify/terraform-provider-domainverify/internal/sandbox/dnssim"
)

// startHolding is a world whose service releases a domain only when its record is gone.
func startHolding(t *testing.T) (*world, plugintest.Providers) {
	t.Helper()
	w := start(t)
	w.set(switchRelease, "record_gone")
	return w, providersWith(holdingDefinition(), w.environment, w.Clock)
}

// withdraw does what people do who give a domain up, and leaves the records of others.
func (w *world) withdraw() {
	w.t.Helper()
	if err := w.DNS.SetTXT("acme.test", w.truth().RecordName, "v=spf1 -all"); err != nil {
		w.t.Error(err)
	}
}

// released are the responses to the requests that release the domain.
func (w *world) released() (statuses []int) {
	for _, request := range w.Requests() {
		if request.Method == http.MethodDelete {
			statuses = append(statuses, request.Status)
		}
	}
	return statuses
}

func (w *world) wantReleased(statuses ...int) {
	w.t.Helper()
	if diff := cmp.Diff(statuses, w.released()); diff != "" {
		w.t.Errorf("responses to releases (-want +got):\n%s", diff)
	}
}

// Invariant 20: the service's resolver remembers the record until its TTL has passed.
func TestDestroyRemovesTheRecordBeforeTheDomain(t *testing.T) {
	t.Parallel()
	w, providers := startHolding(t)
	plugintest.Run(t, providers, resource.TestStep{
		Config: configuration,
		ConfigStateChecks: []statecheck.StateCheck{
			isState("verified"), stateOf(tokenAddress, "instructions", knownvalue.StringRegexp(regexp.MustCompile("It has to stay after the verification: Fourth looks at it again"))),
		},
	})
	if statuses := w.released(); statuses[len(statuses)-1] != http.StatusNoContent {
		t.Errorf("responses to releases: %v", statuses)
	}
}

// Invariants 13 and 20.
func TestDestroyWithARecordThatIsKeptByHandSaysWhereItIsAndCallsNothing(t *testing.T) {
	t.Parallel()
	w, providers := startHolding(t)
	plugintest.Run(
		t, providers,
		resource.TestStep{Config: tokenOnly},
		resource.TestStep{PreConfig: w.publish, Config: handOff, ConfigStateChecks: []statecheck.StateCheck{isState("verified")}},
		resource.TestStep{
			Config: handOff, Destroy: true,
			ExpectError: regexp.MustCompile(`(?s)Record Still Published.*within 15m0s.*No release call was made.*Still published:\s+Name:  _\w+\.acme\.test\s+Type:  TXT\s+Value: fourth-verification=\w+.*127\.0\.0\.1:\d+, 127\.0\.0\.1:\d+: has the TXT record.*Remove the record.*deletion_policy = "abandon"`),
		},
		resource.TestStep{PreConfig: func() { w.wantReleased(); w.withdraw() }, Config: domainOnly, ConfigPlanChecks: planOf(nil)},
	)
	if statuses := w.released(); statuses[len(statuses)-1] != http.StatusNoContent {
		t.Errorf("responses to releases: %v", statuses)
	}
}

// domainOnly is what the destroy has left.
var domainOnly, _, _ = strings.Cut(handOff, `resource "domainverify_verification_token" `)

func TestDestroyWithARecordThatStaysForGoodLeavesTheDomainWhereThatIsSaid(t *testing.T) {
	t.Parallel()
	w, providers := startHolding(t)
	abandoned := strings.Replace(handOff, `"acme.test"`, "\"acme.test\"\n  deletion_policy = \"abandon\"", 1)
	plugintest.Run(
		t, providers,
		resource.TestStep{Config: tokenOnly},
		resource.TestStep{PreConfig: w.publish, Config: abandoned},
	)
	if w.wantReleased(); w.truth().State != "verified" {
		t.Errorf("the domain is %s", w.truth().State)
	}
}

// The zone was deleted before the domain is released: nobody can say what it holds.
func TestDestroyAfterTheZoneIsLeftToTheService(t *testing.T) {
	t.Parallel()
	w, providers := startHolding(t)
	plugintest.Run(
		t, providers,
		resource.TestStep{Config: tokenOnly},
		resource.TestStep{PreConfig: w.publish, Config: handOff},
		resource.TestStep{
			PreConfig: func() {
				w.withdraw()
				w.pass(time.Hour)()
				for _, server := range []string{"authoritative-1", "authoritative-2"} {
					if err := w.DNS.SetFault(server, dnssim.Fault{Kind: dnssim.Refused}); err != nil {
						t.Error(err)
					}
				}
			},
			Config: handOff, Destroy: true,
		},
	)
	w.wantReleased(http.StatusNoContent)
}

// Invariant 21.
func TestOtherCredentialsStopTheRunAndDropNothing(t *testing.T) {
	t.Parallel()
	w, providers := startHolding(t)
	key := w.environment["FOURTH_API_KEY"]
	plugintest.Run(
		t, providers,
		resource.TestStep{
			// The plan after the step comes without a refresh, too.
			Config: configuration, ConfigStateChecks: []statecheck.StateCheck{between(w.use(strangerKey))},
			ExpectError: regexp.MustCompile(`(?s)refresh false: .*` + bothNamed.String()),
		},
		resource.TestStep{Config: configuration, PlanOnly: true, ExpectError: bothNamed},
		resource.TestStep{Config: configuration, Destroy: true, ExpectError: bothNamed},
		resource.TestStep{Config: domainOnly, ExpectError: bothNamed},
		resource.TestStep{PreConfig: func() { w.wantWrites(map[string]int{})(); w.use(key)() }, Config: configuration, ConfigPlanChecks: planOf(nil)},
	)
}

// Whoever the credentials are, they do not see the domain as verified.
func TestCredentialsOfNobodyKnownDropNothingThatTheyDoNotSee(t *testing.T) {
	t.Parallel()
	w, providers := startHolding(t)
	key := w.environment["FOURTH_API_KEY"]
	ownerNamed := regexp.MustCompile(`(?s)Credentials of Another Identity.*belongs\s+to ` + owner + `.*is\s+not\s+known.*Nothing was changed.*terraform state rm`)
	workspace, err := new(plugintest.Workspaces).New(t, providers, configuration)
	if err == nil {
		err = workspace.Apply(false)
	}
	if err != nil {
		t.Fatal(err)
	}
	destroy, err := workspace.Plan(true)
	if err != nil {
		t.Fatal(err)
	}
	w.use(namelessKey)()
	for name, run := range map[string]func() error{
		"apply":                          func() error { return workspace.Apply(false) },
		"destroy":                        func() error { return workspace.Apply(true) },
		"a destroy planned by the owner": func() error { return workspace.ApplyPlan(destroy) },
	} {
		if err := run(); err == nil || !ownerNamed.MatchString(err.Error()) {
			t.Errorf("%s: got %v", name, err)
		}
	}
	w.wantWrites(map[string]int{})()
	w.wantReleased()
	w.use(key)()
	if err := workspace.Apply(false); err != nil || w.truth().State != "verified" {
		t.Errorf("the domain is %s, error %v", w.truth().State, err)
	}
	w.wantWrites(map[string]int{})()
}

var bothNamed = regexp.MustCompile(`(?s)Credentials of Another Identity.*belongs\s+to ` + owner + `.*are those of ` + stranger + `.*Nothing was changed.*terraform state rm`)

// use gives the provider other credentials.
func (w *world) use(key string) func() {
	return func() {
		w.environment["FOURTH_API_KEY"] = key
		w.Recorder.ForgetRequests()
	}
}

// Invariant 21: an import, and a state that was written before identities were kept.
func TestIdentityIsLearnedFromAnImportAndFromAVerifiedDomain(t *testing.T) {
	t.Parallel()
	for name, begin := range map[string]func(*world, *plugintest.Workspace) error{
		"import": func(_ *world, workspace *plugintest.Workspace) error {
			id := "fourth/acme/acme.test"
			err := workspace.Apply(false)
			for address, id := range map[string]string{domainAddress: id, tokenAddress: id + "/dns_txt", verificationAddress: id + "/dns_txt"} {
				err = errors.Join(err, workspace.Remove(address), workspace.Import(address, id))
			}
			return err
		},
		"older state": func(w *world, workspace *plugintest.Workspace) error {
			older, err := new(plugintest.Workspaces).New(t, w.providers(), configuration)
			if err != nil {
				return err
			}
			err = older.Apply(false)
			workspace.TakeState(older)
			return errors.Join(err, workspace.Apply(false))
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w, providers := startHolding(t)
			workspace, err := new(plugintest.Workspaces).New(t, providers, configuration)
			if err == nil {
				err = begin(w, workspace)
			}
			if err != nil {
				t.Fatal(err)
			}
			w.use(strangerKey)()
			addresses := []string{domainAddress, tokenAddress, verificationAddress}
			for _, address := range addresses {
				alone, err := new(plugintest.Workspaces).New(t, providers, configuration)
				if err != nil {
					t.Fatal(err)
				}
				alone.TakeState(workspace)
				for _, other := range addresses {
					if other != address {
						_ = alone.Remove(other)
					}
				}
				if _, err := alone.Plan(true); err == nil || !bothNamed.MatchString(err.Error()) {
					t.Errorf("%s: %v", address, err)
				}
			}
		})
	}
}

// Invariant 21.
func TestPlanThatIsAppliedWithOtherCredentialsReleasesNothing(t *testing.T) {
	t.Parallel()
	w, providers := startHolding(t)
	workspace, err := new(plugintest.Workspaces).New(t, providers, configuration)
	if err == nil {
		err = workspace.Apply(false)
	}
	if err != nil {
		t.Fatal(err)
	}
	destroy, err := workspace.Plan(true)
	if err != nil {
		t.Fatal(err)
	}
	w.use(strangerKey)()
	if err := workspace.ApplyPlan(destroy); err == nil || !bothNamed.MatchString(err.Error()) {
		t.Errorf("got %v", err)
	}
	if w.wantReleased(); w.truth().State != "verified" {
		t.Errorf("the domain is %s", w.truth().State)
	}
}
