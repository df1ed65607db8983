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
	hardening.Run(t, hardeningSubject(), os.Getenv)
}

func TestCrashMatrix(t *testing.T) {
	t.Parallel()
	hardening.RunCrashes(t, hardeningSubject(), os.Getenv)
}

func TestRaces(t *testing.T) {
	t.Parallel()
	hardening.Races(t, hardeningSubject(), os.Getenv)
}

func TestHostileResponses(t *testing.T) {
	t.Parallel()
	hardening.RunHostile(t, hardeningSubject(), os.Getenv)
}

func hardeningSubject() hardening.Subject {
	fourth := definition()
	return hardening.Subject{
		Name: "fourth", Service: "fourth", Definition: &fourth,
		Simulator: func() simhttp.Factory { return factory(new(*simulator)) },
	}
}

// Invariant 9.
func TestNoCredentialShowsWhateverTheServiceRepeats(t *testing.T) {
	t.Parallel()
	hardening.Secrets(t, hardeningSubject(), os.Getenv)
}
