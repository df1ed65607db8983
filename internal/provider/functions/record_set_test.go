// SPDX-License-Identifier: MPL-2.0

package functions_test

import (
	"testing"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/domainverify/terraform-provider-domainverify/internal/provider/functions"
)

func TestRecordsOfOneNameBecomeOneSet(t *testing.T) {
	t.Parallel()
	const webex = `{name = "acme.com", type = "TXT", value = "cisco-ci-domain-verification=1", ttl = 300}`
	const spf = `{name = "Acme.COM.", type = "txt", values = ["v=spf1 -all", "\"MS=ms1\""], ttl = 3600}`
	wantResults(t, map[string]any{
		`f::record_set([[` + webex + `, null], ` + spf + `])`:                                   recordSet{Name: "acme.com", Type: "TXT", TTL: 300, Values: []string{"MS=ms1", "cisco-ci-domain-verification=1", "v=spf1 -all"}},
		`f::record_set(` + spf + `, ["MS=ms1"])`:                                                recordSet{Name: "acme.com", Type: "TXT", TTL: 3600, Values: []string{"v=spf1 -all"}},
		`f::record_set({name = "x.acme.com", type = "CNAME", value = "y.example", ttl = null})`: recordSet{Name: "x.acme.com", Type: "CNAME", Values: []string{"y.example"}},
		`f::record_set(` + webex + `, ["cisco-ci-domain-verification=1"])`:                      nil,
		`f::record_set([])`:     nil,
		`f::record_set([null])`: nil,
		`f::record_set(null)`:   nil,
	})
}

func TestRecordsOfDifferentNamesAreNoRecordSet(t *testing.T) {
	t.Parallel()
	record := func(name string) map[string]attr.Value {
		return map[string]attr.Value{"name": types.StringValue(name), "type": types.StringValue("TXT"), "value": types.StringValue("a")}
	}
	wantRefused(t, functions.NewRecordSet(),
		refusal(0, "The records have different names, acme.com and acme.shop, and a record set has one: make a record set of each"),
		records(record("acme.com"), record("acme.shop")), variadic[types.List](types.ListType{ElemType: types.StringType}))
}
