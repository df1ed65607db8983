// SPDX-License-Identifier: MPL-2.0

package functions_test

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/function"
	"github.com/hashicorp/terraform-plugin-framework/providerserver"
	"github.com/hashicorp/terraform-plugin-framework/types"
	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/terraform"
	"github.com/hashicorp/terraform-plugin-testing/tfversion"

	"github.com/domainverify/terraform-provider-domainverify/internal/provider"
)

func factories() map[string]func() (tfprotov6.ProviderServer, error) {
	deps := provider.Dependencies{Environment: func(string) string { return "" }}
	return map[string]func() (tfprotov6.ProviderServer, error){
		"domainverify": providerserver.NewProtocol6WithError(provider.New("test", deps)()),
	}
}

// withFunctions skips versions of Terraform that know no provider functions.
func withFunctions() []tfversion.TerraformVersionCheck {
	return []tfversion.TerraformVersionCheck{tfversion.SkipBelow(tfversion.Version1_8_0)}
}

// wantResults evaluates expressions in one run of Terraform and compares their
// values as JSON. The expressions write the provider's functions as f::name.
func wantResults(t *testing.T, wants map[string]any) {
	t.Helper()
	config := strings.Builder{}
	expressions := make([]string, 0, len(wants))
	for expression := range wants {
		expressions = append(expressions, expression)
	}
	slices.Sort(expressions)
	for i, expression := range expressions {
		fmt.Fprintf(&config, "output \"r%d\" {\n value = jsonencode(%s)\n}\n", i, strings.ReplaceAll(expression, "f::", "provider::domainverify::"))
	}
	resource.UnitTest(t, resource.TestCase{
		TerraformVersionChecks:   withFunctions(),
		ProtoV6ProviderFactories: factories(),
		Steps: []resource.TestStep{{Config: config.String(), Check: func(s *terraform.State) error {
			for i, expression := range expressions {
				var got, want any
				text, _ := s.RootModule().Outputs[fmt.Sprintf("r%d", i)].Value.(string)
				if err := json.Unmarshal([]byte(text), &got); err != nil {
					return fmt.Errorf("%s: %q is not JSON: %w", expression, text, err)
				}
				encoded, err := json.Marshal(wants[expression])
				if err != nil {
					return err
				}
				if err := json.Unmarshal(encoded, &want); err != nil {
					return err
				}
				if diff := cmp.Diff(want, got); diff != "" {
					return fmt.Errorf("%s (-want +got):\n%s", expression, diff)
				}
			}
			return nil
		}}},
	})
}

// wantRefused calls a function without Terraform, whose error output breaks
// lines, and compares argument and text.
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
