// SPDX-License-Identifier: MPL-2.0

package fourthservice_test

import (
	"os"
	"testing"

	"github.com/domainverify/terraform-provider-domainverify/internal/provider/acceptance/hardening"
	"github.com/domainverify/terraform-provider-domainverify/internal/sandbox/simhttp"
)

func hardeningSubject() hardening.Subject {
	fourth := definition()
	return hardening.Subject{
		Name: "fourth", Service: "fourth", Definition: &fourth,
		Simulator: func() simhttp.Factory { return factory(new(*simulator)) },
	}
}

func TestFaultMatrix(t *testing.T) {
	t.Parallel()
	hardening.Run(t, hardeningSubject(), os.Getenv)
}

// Invariant 9.
func TestNoCredentialShowsWhateverTheServiceRepeats(t *testing.T) {
	t.Parallel()
	hardening.Secrets(t, hardeningSubject(), os.Getenv)
}
