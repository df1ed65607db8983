// SPDX-License-Identifier: MPL-2.0

package fourthservice_test

import (
	"os"
	"testing"

	"github.com/domainverify/terraform-provider-domainverify/internal/provider/acceptance/hardening"
	"github.com/domainverify/terraform-provider-domainverify/internal/sandbox"
	"github.com/domainverify/terraform-provider-domainverify/internal/sandbox/simhttp"
)

func TestFaultMatrix(t *testing.T) {
	t.Parallel()
	eachSubject(t, hardening.Run)
}

func TestCrashMatrix(t *testing.T) {
	t.Parallel()
	eachSubject(t, hardening.RunCrashes)
}

// eachSubject plays a matrix of each kind of the service.
func eachSubject(t *testing.T, play func(*testing.T, hardening.Subject, func(string) string)) {
	t.Helper()
	for _, subject := range []hardening.Subject{hardeningSubject(), holdingSubject(), lastingSubject()} {
		t.Run(subject.Name, func(t *testing.T) {
			t.Parallel()
			play(t, subject, os.Getenv)
		})
	}
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

// lastingSubject is the service where a release lasts.
func lastingSubject() hardening.Subject {
	lasting, definition := hardeningSubject(), lastingDefinition()
	lasting.Name, lasting.Definition = "fourth, lasting", &definition
	lasting.Prepare = func(running *sandbox.Sandbox, _ map[string]string) error {
		return sandbox.Simulated[*simulator](running).Switches().Set(switchReleaseTime, "long")
	}
	return lasting
}

// holdingSubject releases a domain only when its record is gone, which its resolver
// remembers for a while.
func holdingSubject() hardening.Subject {
	subject, fourth := hardeningSubject(), holdingDefinition()
	subject.Name, subject.Definition = "fourth, holding records", &fourth
	subject.Prepare = func(running *sandbox.Sandbox, _ map[string]string) error {
		return sandbox.Simulated[*simulator](running).Switches().Set(switchRelease, "record_gone")
	}
	return subject
}

// Invariant 9.
func TestNoCredentialShowsWhateverTheServiceRepeats(t *testing.T) {
	t.Parallel()
	hardening.Secrets(t, hardeningSubject(), os.Getenv)
}
