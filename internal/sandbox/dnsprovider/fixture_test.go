// SPDX-License-Identifier: MPL-2.0

package dnsprovider_test

import (
	"fmt"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/hashicorp/terraform-plugin-framework/providerserver"
	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-testing/terraform"

	"github.com/domainverify/terraform-provider-domainverify/internal/sandbox/dnsprovider"
	"github.com/domainverify/terraform-provider-domainverify/internal/sandbox/dnssim"
)

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
func factories(environment map[string]string) map[string]func() (tfprotov6.ProviderServer, error) {
	getenv := func(name string) string { return environment[name] }
	return map[string]func() (tfprotov6.ProviderServer, error){
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

// records checks what the primary serves.
func records(w *dnssim.World, want ...string) func(*terraform.State) error {
	return func(*terraform.State) error {
		if diff := cmp.Diff(want, w.Records("acme.test")); diff != "" {
			return fmt.Errorf("records (-want +got):\n%s", diff)
		}
		return nil
	}
}
