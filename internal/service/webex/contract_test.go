// SPDX-License-Identifier: MPL-2.0

package webex_test

import (
	"testing"

	"github.com/domainverify/terraform-provider-domainverify/internal/service/servicetest"
)

func TestWebexKeepsTheServiceContractInEveryReadingMode(t *testing.T) {
	t.Parallel()
	for _, reading := range modes() {
		t.Run(string(reading), func(t *testing.T) {
			t.Parallel()
			servicetest.Run(t, func(t *testing.T) servicetest.World { return newWorld(t, reading) })
		})
	}
}
