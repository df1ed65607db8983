// SPDX-License-Identifier: MPL-2.0

package fourthservice_test

import (
	"os"
	"testing"

	"github.com/domainverify/terraform-provider-domainverify/internal/provider/acceptance/hardening"
	"github.com/domainverify/terraform-provider-domainverify/internal/sandbox/simhttp"
)

func TestFaultMatrix(t *testing.T) {
	t.Parallel()
	fourth := definition()
	hardening.Run(t, hardening.Subject{
		Name: "fourth", Service: "fourth", Definition: &fourth,
		Simulator: func() simhttp.Factory { return factory(new(*simulator)) },
	}, os.Getenv)
}
