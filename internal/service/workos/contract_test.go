// SPDX-License-Identifier: MPL-2.0

package workos_test

import (
	"testing"

	"github.com/domainverify/terraform-provider-domainverify/internal/service/servicetest"
)

func TestWorkOSKeepsTheServiceContract(t *testing.T) {
	t.Parallel()
	servicetest.Run(t, func(t *testing.T) servicetest.World { return newWorld(t) })
}
