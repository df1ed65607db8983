// SPDX-License-Identifier: MPL-2.0

package dnsprovider_test

import (
	"fmt"
	"regexp"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"

	"github.com/domainverify/terraform-provider-domainverify/internal/plugintest"
)

func TestProviderBlockWinsOverTheEnvironmentAndGivesTheZone(t *testing.T) {
	t.Parallel()
	w := start(t)
	key := w.TSIG()
	block := func(zone string) string {
		return fmt.Sprintf(`provider "sandbox" {
			server = %q
			zone = %q
			tsig_name = "sandbox-key"
			tsig_algorithm = %q
			tsig_secret = %q
		}
		`, w.Authoritative()[0], zone, key.Algorithm, key.Secret)
	}
	apex := recordSet("name = \"@\"\ntype = \"TXT\"\nvalues = [\"a\"]")
	plugintest.Run(
		t, factories(map[string]string{"SANDBOX_DNS_SERVER": "127.0.0.1:1"}),
		resource.TestStep{Config: block("acme.test") + apex, ConfigStateChecks: records(t, w, `acme.test. 60 IN TXT "a"`)},
		resource.TestStep{Config: block("other.test") + apex, ConfigPlanChecks: planned(plancheck.ResourceActionReplace), ConfigStateChecks: records(t, w)},
	)
}

func TestZoneOfTheEnvironmentIsTakenWhereTheBlockHasNone(t *testing.T) {
	t.Parallel()
	w := start(t)
	environment := environmentOf(w)
	environment["SANDBOX_DNS_ZONE"] = "acme.test"
	apex := recordSet("name = \"@\"\ntype = \"TXT\"\nvalues = [\"a\"]")
	plugintest.Run(
		t, factories(environment),
		resource.TestStep{Config: apex, ConfigStateChecks: records(t, w, `acme.test. 60 IN TXT "a"`)},
		resource.TestStep{Config: "provider \"sandbox\" {\n zone = \"other.test\"\n}\n" + apex, ConfigPlanChecks: planned(plancheck.ResourceActionReplace), ConfigStateChecks: records(t, w)},
	)
}

func TestProviderBlockThatCannotWorkSaysWhatIsMissing(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct{ block, want string }{
		"no server":         {``, `No DNS server is given.*SANDBOX_DNS_SERVER`},
		"key without name":  {`server = "127.0.0.1:53"` + "\n" + `tsig_secret = "AAAA"`, `needs both tsig_name and tsig_secret`},
		"secret not base64": {`server = "127.0.0.1:53"` + "\n" + `tsig_name = "k"` + "\n" + `tsig_secret = "%%"`, `TSIG secret is not base64`},
		"unknown algorithm": {`server = "127.0.0.1:53"` + "\n" + `tsig_algorithm = "rot13"`, `no TSIG algorithm rot13`},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			plugintest.Run(
				t, factories(nil),
				resource.TestStep{
					Config:      "provider \"sandbox\" {\n" + test.block + "\n}\n" + recordSet("zone = \"acme.test\"\nname = \"@\"\ntype = \"TXT\"\nvalues = [\"a\"]"),
					ExpectError: regexp.MustCompile(`(?s)Configure Sandbox Provider.*` + wrapped(test.want)),
				},
			)
		})
	}
}
