// SPDX-License-Identifier: MPL-2.0

package plugintest

import (
	"context"
	"encoding/json"
	"errors"
	"testing"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/ext/tryfunc"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"
	"github.com/zclconf/go-cty/cty"
	"github.com/zclconf/go-cty/cty/convert"
	"github.com/zclconf/go-cty/cty/function"
	"github.com/zclconf/go-cty/cty/function/stdlib"
	ctyjson "github.com/zclconf/go-cty/cty/json"
	"github.com/zclconf/go-cty/cty/msgpack"
)

// Evaluate returns the value of an expression as decoded JSON. It may call the
// functions of the providers, and a few of Terraform's.
func Evaluate(t *testing.T, providers Providers, expression string) any {
	t.Helper()
	functions := map[string]function.Function{
		"can": tryfunc.CanFunc, "try": tryfunc.TryFunc, "join": stdlib.JoinFunc, "range": stdlib.RangeFunc,
		"toset": stdlib.MakeToFunc(cty.Set(cty.DynamicPseudoType)), "tomap": stdlib.MakeToFunc(cty.Map(cty.DynamicPseudoType)),
	}
	for provider, factory := range providers {
		server, err := factory()
		if err != nil {
			t.Fatal(err)
		}
		response, err := server.GetProviderSchema(t.Context(), &tfprotov6.GetProviderSchemaRequest{})
		if err := failure(err, response.Diagnostics); err != nil {
			t.Fatal(err)
		}
		for name, definition := range response.Functions {
			functions["provider::"+provider+"::"+name] = callable(t.Context(), server, name, definition)
		}
	}
	parsed, diagnostics := hclsyntax.ParseExpression([]byte(expression), expression, hcl.InitialPos)
	if diagnostics.HasErrors() {
		t.Fatal(diagnostics)
	}
	value, diagnostics := parsed.Value(&hcl.EvalContext{Functions: functions})
	if diagnostics.HasErrors() {
		t.Fatal(diagnostics)
	}
	decoded, err := knownOf(value)
	if err != nil {
		t.Fatalf("%s: %v", expression, err)
	}
	return decoded
}

// callable calls the function of a provider. Values have no type before it checks
// them, as in Terraform where a parameter is dynamic.
func callable(ctx context.Context, server tfprotov6.ProviderServer, name string, definition *tfprotov6.Function) function.Function {
	call := func(arguments []cty.Value) (cty.Value, error) {
		request := &tfprotov6.CallFunctionRequest{Name: name}
		for i, argument := range arguments {
			parameter := definition.VariadicParameter
			if i < len(definition.Parameters) {
				parameter = definition.Parameters[i]
			}
			encoded, err := encodeAs(parameter.Type, argument)
			if err != nil {
				return cty.NilVal, err
			}
			request.Arguments = append(request.Arguments, encoded)
		}
		response, err := server.CallFunction(ctx, request)
		if err != nil {
			return cty.NilVal, err
		}
		if response.Error != nil {
			return cty.NilVal, errors.New(response.Error.Text)
		}
		ofType, err := ctyType(definition.Return.Type)
		if err != nil {
			return cty.NilVal, err
		}
		return msgpack.Unmarshal(response.Result.MsgPack, ofType)
	}
	return function.New(&function.Spec{
		VarParam: &function.Parameter{Type: cty.DynamicPseudoType, AllowNull: true, AllowDynamicType: true},
		Type:     func([]cty.Value) (cty.Type, error) { return cty.DynamicPseudoType, nil },
		Impl:     func(arguments []cty.Value, _ cty.Type) (cty.Value, error) { return call(arguments) },
	})
}

func encodeAs(parameter tftypes.Type, argument cty.Value) (*tfprotov6.DynamicValue, error) {
	ofType, err := ctyType(parameter)
	if err != nil {
		return nil, err
	}
	converted, err := convert.Convert(argument, ofType)
	if err != nil {
		return nil, err
	}
	encoded, err := msgpack.Marshal(converted, ofType)
	return &tfprotov6.DynamicValue{MsgPack: encoded}, err
}

func ctyType(of tftypes.Type) (cty.Type, error) {
	encoded, err := json.Marshal(of)
	if err != nil {
		return cty.NilType, err
	}
	return ctyjson.UnmarshalType(encoded)
}
