// SPDX-License-Identifier: MPL-2.0

package functions_test

import (
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/domainverify/terraform-provider-domainverify/internal/provider/functions"
)

func TestTXTChunksAreTheStringsOfTheRecord(t *testing.T) {
	t.Parallel()
	a := func(n int) string { return strings.Repeat("a", n) }
	const long = `join("", [for i in range(300) : "a"])`
	wantResults(t, map[string]any{
		`f::txt_chunks("v=spf1 -all")`:                 []string{"v=spf1 -all"},
		`f::txt_chunks("")`:                            []string{""},
		`f::txt_chunks(` + long + `)`:                  []string{a(255), a(45)},
		`f::txt_chunks(` + long + `, false)`:           []string{a(255), a(45)},
		`join(" ", f::txt_chunks(` + long + `, true))`: `"` + a(255) + `" "` + a(45) + `"`,
		`f::txt_chunks("say \"hi\" \\ é", true)`:       []string{`"say \"hi\" \\ \195\169"`},
	})
}

func TestTXTChunksRefusesWhatNoRecordHolds(t *testing.T) {
	t.Parallel()
	f := functions.NewTXTChunks()
	wantRefused(t, f,
		refusal(0, "The value does not fit into a TXT record: with the length octets of its strings it has 65792 octets, and a record holds 65535 (RFC 1035 section 3.2.1)"),
		types.StringValue(strings.Repeat("a", 65535)), variadic[types.Bool](types.BoolType))
	wantRefused(t, f, refusal(2, "The quoted argument can be given once, but there are 2 values"),
		types.StringValue("a"), variadic(types.BoolType, types.BoolValue(true), types.BoolValue(true)))
}
