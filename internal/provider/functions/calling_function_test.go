// SPDX-License-Identifier: MPL-2.0

package functions_test

import (
	"context"
	"encoding/json"
	"errors"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/function"
	"github.com/hashicorp/terraform-plugin-framework/providerserver"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/domainverify/terraform-provider-domainverify/internal/plugintest"
	"github.com/domainverify/terraform-provider-domainverify/internal/provider"
)

func factories() plugintest.Providers {
	deps := provider.Dependencies{Environment: func(string) string { return "" }}
	return plugintest.Providers{
		"domainverify": providerserver.NewProtocol6WithError(provider.New("test", deps)()),
	}
}

// wantResults evaluates expressions and compares their values as JSON. The
// expressions write the provider's functions as f::name.
func wantResults(t *testing.T, wants map[string]any) {
	t.Helper()
	for expression, want := range wants {
		got, err := json.Marshal(plugintest.Evaluate(t, factories(), strings.ReplaceAll(expression, "f::", "provider::domainverify::")))
		if err != nil {
			t.Fatal(err)
		}
		encoded, err := json.Marshal(want)
		if err != nil {
			t.Fatal(err)
		}
		var gotten, wanted any
		if err := errors.Join(json.Unmarshal(got, &gotten), json.Unmarshal(encoded, &wanted)); err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(wanted, gotten); diff != "" {
			t.Errorf("%s (-want +got):\n%s", expression, diff)
		}
	}
}

// wantRefused calls a function and compares argument and text of its error.
func wantRefused(t *testing.T, f function.Function, want function.FuncError, arguments ...attr.Value) {
	t.Helper()
	result := function.NewResultData(types.StringUnknown())
	response := function.RunResponse{Result: result}
	f.Run(context.Background(), function.RunRequest{Arguments: function.NewArgumentsData(arguments)}, &response)
	if diff := cmp.Diff(&want, response.Error); diff != "" {
		t.Errorf("error (-want +got):\n%s", diff)
	}
	if !response.Result.Equal(result) {
		t.Errorf("result %v beside the error, want none", response.Result)
	}
}

func refusal(argument int64, text string) function.FuncError {
	return function.FuncError{Text: text, FunctionArgument: &argument}
}

// variadic is how the framework passes zero or more arguments.
func variadic[T attr.Value](ofType attr.Type, values ...T) types.Tuple {
	kinds := []attr.Type{}
	elements := []attr.Value{}
	for _, value := range values {
		kinds = append(kinds, ofType)
		elements = append(elements, value)
	}
	return types.TupleValueMust(kinds, elements)
}
