// SPDX-License-Identifier: MPL-2.0

package functions_test

import (
	"context"
	"regexp"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/function"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/domainverify/terraform-provider-domainverify/internal/provider/functions"
	"github.com/domainverify/terraform-provider-domainverify/internal/txtrecord"
)

// FuzzFunctions calls every function with any text: it returns a result of its type, or
// an error of one of its arguments.
func FuzzFunctions(f *testing.F) {
	for _, seed := range [][4]string{
		{"acme.com", "acme.com", "TXT", "MS=ms51433796"},
		{"_x.Bücher.example.", "bücher.example", "txt", `"v=spf1 -all" "x"`},
		{"@", "", "CNAME", "target.example."},
		{"*.acme.com", "com", "", `"\195\169\"`},
		{"xn--", ".", "MX", "10 \x1b[2J"},
		{"a..b", "b", "AAAA", "::1"},
		{strings.Repeat("a.", 127), "a", "TXT", strings.Repeat("a", 70_000)},
	} {
		f.Add(seed[0], seed[1], seed[2], seed[3])
	}
	prefixes := txtrecord.Known(txtrecord.Prefix{Text: "acme-verification=", After: regexp.MustCompile(`(\.verify\.acme\.[a-z]+)?$`), Service: "acme"})
	f.Fuzz(func(t *testing.T, name, zone, kind, value string) {
		noLists := variadic[types.List](types.ListType{ElemType: types.StringType})
		record := types.DynamicValue(types.ObjectValueMust(
			map[string]attr.Type{"name": types.StringType, "type": types.StringType, "value": types.StringType, "ttl": types.StringType},
			map[string]attr.Value{
				"name": types.StringValue(name), "type": types.StringValue(kind), "value": types.StringValue(value), "ttl": types.StringValue(zone),
			},
		))
		for _, call := range []struct {
			function  function.Function
			arguments []attr.Value
		}{
			{functions.NewDomainToASCII(), []attr.Value{types.StringValue(name)}},
			{functions.NewRelativeName(), []attr.Value{types.StringValue(name), types.StringValue(zone), variadic(types.StringType, types.StringValue(kind))}},
			{functions.NewParseVerificationTXT(prefixes), []attr.Value{types.StringValue(value)}},
			{functions.NewTXTChunks(), []attr.Value{types.StringValue(value), variadic(types.BoolType, types.BoolValue(kind == "TXT"))}},
			{functions.NewRecordSet(), []attr.Value{record, noLists}},
			{functions.NewMergeRecordSets(), []attr.Value{record, noLists}},
		} {
			response := function.RunResponse{Result: function.NewResultData(resultOf(t, call.function))}
			call.function.Run(context.Background(), function.RunRequest{Arguments: function.NewArgumentsData(call.arguments)}, &response)
			if response.Error == nil {
				if response.Result.Value().IsUnknown() {
					t.Errorf("%T returns neither a result nor an error", call.function)
				}
				continue
			}
			if argument := response.Error.FunctionArgument; argument == nil || *argument >= int64(len(call.arguments)) {
				t.Errorf("%T returns an error of no argument: %v", call.function, response.Error)
			}
		}
	})
}

// resultOf is an unknown value of the type that a function returns.
func resultOf(t *testing.T, f function.Function) attr.Value {
	t.Helper()
	var response function.DefinitionResponse
	f.Definition(context.Background(), function.DefinitionRequest{}, &response)
	result, err := response.Definition.Return.NewResultData(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	return result.Value()
}
