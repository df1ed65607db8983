// SPDX-License-Identifier: MPL-2.0

package functions_test

import (
	"testing"

	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/domainverify/terraform-provider-domainverify/internal/provider/functions"
)

func TestRelativeNameIsTheNameAsSeenFromItsZone(t *testing.T) {
	t.Parallel()
	wantResults(t, map[string]any{
		`f::relative_name("_x.eu.acme.com", "acme.com")`:                 "_x.eu",
		`f::relative_name("_X.eu.ACME.com.", "eu.acme.com")`:             "_x",
		`f::relative_name("*.eu.ACME.com.", "acme.com")`:                 "*.eu",
		`f::relative_name("acme.com", "Acme.Com.")`:                      "@",
		`f::relative_name("acme.com", "acme.com", "")`:                   "",
		`f::relative_name("acme.com", "acme.com", "acme.com.")`:          "acme.com.",
		`f::relative_name("_x.acme.com", "acme.com", "")`:                "_x",
		`f::relative_name("acme.com", "acme.com", null)`:                 nil,
		`f::relative_name("_x.acme.com", "acme.com", null)`:              "_x",
		`f::relative_name("_x.bücher.example", "xn--bcher-kva.example")`: "_x",
		`f::relative_name("acme.com", "com")`:                            "acme",
	})
}

func TestRelativeNameRefusesANameOutsideOfTheZone(t *testing.T) {
	t.Parallel()
	f := functions.NewRelativeName()
	none := variadic[types.String](types.StringType)
	for name, text := range map[string]string{
		"other.com":   `The name "other.com" is not in the zone "acme.com"`,
		"notacme.com": `The name "notacme.com" is not in the zone "acme.com"`,
		"com":         `The name "com" is not in the zone "acme.com"`,
		"a..acme.com": `"a..acme.com" is not a usable domain: it holds an empty label (two dots in a row, or a dot in front)`,
	} {
		wantRefused(t, f, refusal(0, text), types.StringValue(name), types.StringValue("acme.com"), none)
	}
	wantRefused(t, f, refusal(1, `"" is not a usable domain: it is empty`), types.StringValue("acme.com"), types.StringValue(""), none)
	wantRefused(t, f, refusal(3, "The apex can be given once, but there are 2 values"),
		types.StringValue("acme.com"), types.StringValue("acme.com"), variadic(types.StringType, types.StringValue("@"), types.StringValue("")))
}
