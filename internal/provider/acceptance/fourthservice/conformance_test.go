// SPDX-License-Identifier: MPL-2.0

package fourthservice_test

import (
	"testing"

	"github.com/domainverify/terraform-provider-domainverify/internal/service/servicetest"
)

func TestFourthServiceConformsToTheContract(t *testing.T) {
	t.Parallel()
	servicetest.Run(t, func(t *testing.T) *servicetest.World {
		var sim *simulator
		return servicetest.Start(t, subject(), factory(&sim))
	})
}

func subject() servicetest.Subject {
	return servicetest.Subject{
		Definition: definition(), TellsTokens: true,
		Calls: map[servicetest.Step]string{
			servicetest.StepAdd: "POST /v1/domains", servicetest.StepChallenge: "GET /v1/domains", servicetest.StepRead: "GET /v1/domains",
			servicetest.StepVerify: "/verify", servicetest.StepRelease: "DELETE /v1/domains/",
		},
	}
}
