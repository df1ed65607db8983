// SPDX-License-Identifier: MPL-2.0

package google_test

import (
	"testing"

	"github.com/domainverify/terraform-provider-domainverify/internal/service/servicetest"
)

func TestGoogleKeepsTheServiceContract(t *testing.T) {
	t.Parallel()
	servicetest.Run(t, start)
}
