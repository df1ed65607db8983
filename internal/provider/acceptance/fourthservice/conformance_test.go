// SPDX-License-Identifier: MPL-2.0

package fourthservice_test

import (
	"testing"

	"github.com/domainverify/terraform-provider-domainverify/internal/service/servicetest"
)

func TestFourthServiceConformsToTheContract(t *testing.T) {
	t.Parallel()
	for _, hides := range []string{"", switchAfterVerification, switchExpiredToken} {
		t.Run(hides, func(t *testing.T) {
			t.Parallel()
			servicetest.Run(t, func(t *testing.T) *servicetest.World {
				var sim *simulator
				w := servicetest.Start(t, subject(), factory(&sim))
				if hides != "" {
					w.Set(hides, "hidden")
				}
				return w
			})
		})
	}
}

func TestServiceThatHoldsRecordsConformsToTheContract(t *testing.T) {
	t.Parallel()
	for _, hides := range []string{"kept", "hidden"} {
		t.Run(hides, func(t *testing.T) {
			t.Parallel()
			servicetest.Run(t, func(t *testing.T) *servicetest.World {
				holding := subject()
				holding.Definition = holdingDefinition()
				w := servicetest.Start(t, holding, factory(new(*simulator)))
				w.Set(switchRelease, "record_gone")
				w.Set(switchAfterVerification, hides)
				return w
			})
		})
	}
}

func TestServiceWhereDomainsFollowFromOthersAndReleasesLastConformsToTheContract(t *testing.T) {
	t.Parallel()
	servicetest.Run(t, func(t *testing.T) *servicetest.World {
		lasting := subject()
		lasting.Definition = lastingDefinition()
		lasting.Use = func(p *servicetest.Player) { p.OutOfBand("use", p.ID.Domain) }
		lasting.Lasting = &servicetest.LastingRelease{Takes: releaseTime, Prepare: func(p *servicetest.Player) *servicetest.Player {
			lasting.Use(p)
			return p.With(optionForce)
		}}
		w := servicetest.Start(t, lasting, factory(new(*simulator)))
		w.Set(switchSubdomain, "born_verified")
		return w
	})
}

func subject() servicetest.Subject {
	return servicetest.Subject{
		Definition: definition(), TellsTokens: true, IssuesNames: true,
		Calls: map[servicetest.Step]string{
			servicetest.StepAdd: "POST /v1/domains", servicetest.StepChallenge: "GET /v1/domains", servicetest.StepRead: "GET /v1/domains",
			servicetest.StepRenew: "/token", servicetest.StepVerify: "/verify", servicetest.StepRelease: "DELETE /v1/domains/",
		},
	}
}
