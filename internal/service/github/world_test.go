// SPDX-License-Identifier: MPL-2.0

package github_test

import (
	"fmt"
	"testing"

	"github.com/domainverify/terraform-provider-domainverify/internal/leakcheck"
	"github.com/domainverify/terraform-provider-domainverify/internal/sandbox/githubsim"
	"github.com/domainverify/terraform-provider-domainverify/internal/service/github"
	"github.com/domainverify/terraform-provider-domainverify/internal/service/servicetest"
)

func TestMain(m *testing.M) { leakcheck.Main(m) }

// organization is the simulator's, as IDs have it.
const organization = "acme-corp"

// The requests of the steps, as parts of their lines.
const (
	listRequest    = "query organization"
	addRequest     = "mutation addVerifiableDomain"
	verifyRequest  = "mutation verifyVerifiableDomain"
	renewRequest   = "mutation regenerateVerifiableDomainToken"
	releaseRequest = "mutation deleteVerifiableDomain"
)

func subject() servicetest.Subject {
	return servicetest.Subject{
		Definition: github.Definition(), Organization: organization, TellsTokens: true, IssuesNames: true,
		Calls: map[servicetest.Step]string{
			servicetest.StepAdd: addRequest, servicetest.StepChallenge: listRequest, servicetest.StepVerify: verifyRequest,
			servicetest.StepRenew: renewRequest, servicetest.StepRelease: releaseRequest, servicetest.StepRead: listRequest,
		},
		ErrorBody: func(text string) string {
			return fmt.Sprintf(`{"message":"%[1]s","errors":[{"type":"UNPROCESSABLE","message":"%[1]s"}]}`, text)
		},
	}
}

// world is a simulated GitHub.
type world struct {
	*servicetest.World
	*githubsim.Sim
}

func newWorld(t *testing.T) *world {
	t.Helper()
	w := &world{World: servicetest.Start(t, subject(), githubsim.Factory())}
	w.Sim = w.World.Simulator.Own.(*githubsim.Sim)
	return w
}

// client is what configures a client of the simulator.
func (w *world) client() githubsim.Client {
	return w.World.Simulator.Client([]string{w.Values["base_url"]}).(githubsim.Client)
}

func start(t *testing.T) *servicetest.World { return newWorld(t).World }
