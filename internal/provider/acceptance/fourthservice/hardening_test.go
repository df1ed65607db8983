// SPDX-License-Identifier: MPL-2.0

package fourthservice_test

import (
	"os"
	"testing"

	"github.com/domainverify/terraform-provider-domainverify/internal/provider/acceptance/hardening"
	"github.com/domainverify/terraform-provider-domainverify/internal/sandbox/simhttp"
)

func hardened() hardening.Subject {
	fourth := definition()
	return hardening.Subject{
		Name: "fourth", Service: "fourth", Definition: &fourth,
		Simulator: func() simhttp.Factory { return factory(new(*simulator)) },
	}
}

func TestFaultMatrix(t *testing.T) {
	t.Parallel()
	hardening.Run(t, hardened(), os.Getenv)
}

func TestRaces(t *testing.T) {
	t.Parallel()
	hardening.Races(t, hardened(), os.Getenv)
}
