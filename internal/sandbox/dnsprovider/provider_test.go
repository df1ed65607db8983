// SPDX-License-Identifier: MPL-2.0

package dnsprovider_test

import (
	"fmt"
	"regexp"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"
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
	resource.UnitTest(t, resource.TestCase{
		ProtoV6ProviderFactories: factories(map[string]string{"SANDBOX_DNS_SERVER": "127.0.0.1:1"}),
		Steps: []resource.TestStep{
			{Config: block("acme.test") + apex, Check: records(w, `acme.test. 60 IN TXT "a"`)},
			{Config: block("other.test") + apex, ConfigPlanChecks: planned(plancheck.ResourceActionReplace), Check: records(w)},
		},
	})
}

func TestZoneOfTheEnvironmentIsTakenWhereTheBlockHasNone(t *testing.T) {
	t.Parallel()
	w := start(t)
	environment := environmentOf(w)
	environment["SANDBOX_DNS_ZONE"] = "acme.test"
	apex := recordSet("name = \"@\"\ntype = \"TXT\"\nvalues = [\"a\"]")
	resource.UnitTest(t, resource.TestCase{
		ProtoV6ProviderFactories: factories(environment),
		Steps: []resource.TestStep{
			{Config: apex, Check: records(w, `acme.test. 60 IN TXT "a"`)},
			{Config: "provider \"sandbox\" {\n zone = \"other.test\"\n}\n" + apex, ConfigPlanChecks: planned(plancheck.ResourceActionReplace), Check: records(w)},
		},
	})
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
			resource.UnitTest(t, resource.TestCase{
				ProtoV6ProviderFactories: factories(nil),
				Steps: []resource.TestStep{{
					Config:      "provider \"sandbox\" {\n" + test.block + "\n}\n" + recordSet("zone = \"acme.test\"\nname = \"@\"\ntype = \"TXT\"\nvalues = [\"a\"]"),
					ExpectError: regexp.MustCompile(`(?s)Configure Sandbox Provider.*` + wrapped(test.want)),
				}},
			})
		})
	}
}

func TestCredentialsThatAreNotKnownAtPlanArriveWithTheApply(t *testing.T) {
	t.Parallel()
	w := start(t)
	environment := environmentOf(w)
	secret := environment["SANDBOX_DNS_TSIG_SECRET"]
	// The environment holds another secret: falling back to it would fail.
	environment["SANDBOX_DNS_TSIG_SECRET"] = "AAAA"
	resource.UnitTest(t, resource.TestCase{
		ProtoV6ProviderFactories: factories(environment),
		Steps: []resource.TestStep{{
			Config: fmt.Sprintf("resource \"terraform_data\" \"secret\" {\n input = %q\n}\n", secret) +
				"provider \"sandbox\" {\n tsig_secret = terraform_data.secret.output\n zone = \"acme.test\"\n}\n" +
				recordSet("name = \"@\"\ntype = \"TXT\"\nvalues = [\"a\"]"),
			Check: records(w, `acme.test. 60 IN TXT "a"`),
		}},
	})
}
