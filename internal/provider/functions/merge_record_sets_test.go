// SPDX-License-Identifier: MPL-2.0

package functions_test

import (
	"context"
	"math/big"
	"testing"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/domainverify/terraform-provider-domainverify/internal/provider/functions"
)

type recordSet struct {
	Name   string   `json:"name"`
	Type   string   `json:"type"`
	TTL    any      `json:"ttl"`
	Values []string `json:"values"`
}

func TestRecordsOfSeveralPlacesBecomeOneSetPerNameAndType(t *testing.T) {
	t.Parallel()
	const webex = `{name = "acme.com", type = "TXT", value = "cisco-ci-domain-verification=1", ttl = 300}`
	const spf = `{name = "Acme.COM.", type = "txt", values = ["v=spf1 -all", "\"MS=ms1\""], ttl = 3600}`
	apex := func(ttl any, values ...string) recordSet {
		return recordSet{Name: "acme.com", Type: "TXT", TTL: ttl, Values: values}
	}
	merged := map[string]recordSet{"acme.com TXT": apex(300, "MS=ms1", "cisco-ci-domain-verification=1", "v=spf1 -all")}
	wantResults(t, map[string]any{
		`f::merge_record_sets([` + webex + `, ` + spf + `])`:                                                  merged,
		`f::merge_record_sets([[` + spf + `], {b = ` + webex + `, a = null}, null])`:                          merged,
		`f::merge_record_sets(toset([{name = "acme.com", type = "TXT", value = "b", values = ["a", null]}]))`: map[string]recordSet{"acme.com TXT": apex(nil, "a", "b")},
		`f::merge_record_sets(tomap({x = ` + webex + `}))`:                                                    map[string]recordSet{"acme.com TXT": apex(300, "cisco-ci-domain-verification=1")},
		`f::merge_record_sets(` + webex + `)`:                                                                 map[string]recordSet{"acme.com TXT": apex(300, "cisco-ci-domain-verification=1")},
		`f::merge_record_sets([` + webex + `, ` + spf + `], ["MS=ms1"], ["v=spf1 -all", null])`:               map[string]recordSet{"acme.com TXT": apex(300, "cisco-ci-domain-verification=1")},
		`f::merge_record_sets([` + webex + `], ["cisco-ci-domain-verification=1"])`:                           map[string]recordSet{},
		`f::merge_record_sets([])`:                                                                            map[string]recordSet{},
		`f::merge_record_sets([{name = "x.acme.com", type = "CNAME", value = "y.example", ttl = null}, ` + webex + `])`: map[string]recordSet{
			"acme.com TXT":     apex(300, "cisco-ci-domain-verification=1"),
			"x.acme.com CNAME": {Name: "x.acme.com", Type: "CNAME", Values: []string{"y.example"}},
		},
	})
}

func TestRecordThatCannotBeReadIsNamed(t *testing.T) {
	t.Parallel()
	str := func(text string) attr.Value { return types.StringValue(text) }
	apex := func(more map[string]attr.Value) map[string]attr.Value {
		more["name"], more["type"] = str("acme.com"), str("TXT")
		return more
	}
	for want, record := range map[string]map[string]attr.Value{
		"records[1] has no name": {"type": str("TXT"), "value": str("a")},
		"records[1].name is null, as that of a token is if its service no longer shows the name: leave the record out, or give its name": {"name": types.StringNull(), "type": str("TXT"), "value": str("a")},
		"records[1] has no type": {"name": str("acme.com"), "type": types.StringNull(), "value": str("a")},
		"records[1].value is null, as that of a token is if its domain needs none: leave the record out": apex(map[string]attr.Value{"value": types.StringNull(), "ttl": types.NumberNull()}),
		"records[1] has neither value nor values":                                                        apex(map[string]attr.Value{}),
		"records[1].value is not a string":                                                               apex(map[string]attr.Value{"value": types.BoolValue(true)}),
		"records[1].values is not a list":                                                                apex(map[string]attr.Value{"values": str("a")}),
		"records[1].values[0] is not a string":                                                           apex(map[string]attr.Value{"values": types.TupleValueMust([]attr.Type{types.BoolType}, []attr.Value{types.BoolValue(true)})}),
		"records[1].ttl is not a number":                                                                 apex(map[string]attr.Value{"value": str("a"), "ttl": str("60")}),
		"The TXT record at acme.com has the TTL -1, which is below zero":                                 apex(map[string]attr.Value{"value": str("a"), "ttl": number(-1)}),
		"records[1].ttl is not a whole number of seconds":                                                apex(map[string]attr.Value{"value": str("a"), "ttl": number(0.5)}),
		"The records at acme.com cannot be published together: a CNAME excludes every other record at its name, and there is TXT, too": {
			"name": str("acme.com"), "type": str("CNAME"), "value": str("b.example"),
		},
		`records[1]["lost"] is no record: a record is an object with name, type, and value or values`: {"lost": str("acme.com")},
	} {
		wantRefused(t, functions.NewMergeRecordSets(), refusal(0, want), records(apex(map[string]attr.Value{"value": str("a")}), record), variadic[types.List](types.ListType{ElemType: types.StringType}))
	}
}

func records(objects ...map[string]attr.Value) types.Dynamic {
	var kinds []attr.Type
	var values []attr.Value
	for _, attributes := range objects {
		of := map[string]attr.Type{}
		for key, value := range attributes {
			of[key] = value.Type(context.Background())
		}
		kinds = append(kinds, types.ObjectType{AttrTypes: of})
		values = append(values, types.ObjectValueMust(of, attributes))
	}
	return types.DynamicValue(types.TupleValueMust(kinds, values))
}

func number(n float64) types.Number { return types.NumberValue(big.NewFloat(n)) }
