// SPDX-License-Identifier: MPL-2.0

package dnsprovider_test

import (
	"context"
	"fmt"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/hashicorp/terraform-plugin-framework/providerserver"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"

	"github.com/domainverify/terraform-provider-domainverify/internal/leakcheck"
	"github.com/domainverify/terraform-provider-domainverify/internal/plugintest"
	"github.com/domainverify/terraform-provider-domainverify/internal/sandbox/dnsprovider"
	"github.com/domainverify/terraform-provider-domainverify/internal/sandbox/dnssim"
)

func TestMain(m *testing.M) { leakcheck.Main(m) }

const address = "sandbox_dns_record_set.this"

func start(t *testing.T) *dnssim.World {
	t.Helper()
	w, err := dnssim.Start(dnssim.Config{Zones: []string{"acme.test", "other.test"}})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := w.Close(); err != nil {
			t.Error(err)
		}
	})
	return w
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// factories serve the provider with an environment of its own, so that tests run in parallel.
func factories(environment map[string]string) plugintest.Providers {
	getenv := func(name string) string { return environment[name] }
	return plugintest.Providers{
		"sandbox": providerserver.NewProtocol6WithError(dnsprovider.New("test", getenv)()),
	}
}

// environmentOf is what the sandbox command exports for a world.
func environmentOf(w *dnssim.World) map[string]string {
	key := w.TSIG()
	return map[string]string{
		"SANDBOX_DNS_SERVER":         w.Authoritative()[0],
		"SANDBOX_DNS_TSIG_NAME":      key.Name,
		"SANDBOX_DNS_TSIG_ALGORITHM": key.Algorithm,
		"SANDBOX_DNS_TSIG_SECRET":    key.Secret,
	}
}

// recordSet is the configuration of one record set; the body holds its arguments.
func recordSet(body string) string {
	return fmt.Sprintf("resource \"sandbox_dns_record_set\" \"this\" {\n%s\n}\n", body)
}

// wantRecords shows what the primary serves.
func wantRecords(t *testing.T, w *dnssim.World, want ...string) {
	t.Helper()
	if diff := cmp.Diff(want, w.Records("acme.test")); diff != "" {
		t.Errorf("records (-want +got):\n%s", diff)
	}
}

// records shows that after a step.
func records(t *testing.T, w *dnssim.World, want ...string) []statecheck.StateCheck {
	return []statecheck.StateCheck{assertion(func() { wantRecords(t, w, want...) })}
}

// assertion is a state check that is not about the state.
type assertion func()

func (a assertion) CheckState(context.Context, statecheck.CheckStateRequest, *statecheck.CheckStateResponse) {
	a()
}
