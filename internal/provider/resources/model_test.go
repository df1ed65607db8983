// SPDX-License-Identifier: MPL-2.0

package resources

import (
	"maps"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/tfsdk"
	"github.com/hashicorp/terraform-plugin-framework/types"
	"github.com/hashicorp/terraform-plugin-go/tftypes"
)

func TestModelsHaveAFieldForEachAttributeThatIsNoOption(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		resource resource.Resource
		model    any
	}{
		{NewOrganizationDomain(nil), &organizationDomainModel{}},
		{NewVerificationToken(), &verificationTokenModel{}},
		{NewVerification(nil), &verificationModel{}},
		{NewClaim(nil), &claimModel{}},
	} {
		attributes := slices.Sorted(maps.Keys(schemaOf(t, c.resource).Attributes))
		if diff := cmp.Diff(attributes, slices.Sorted(maps.Keys(fieldsOf(c.model)))); diff != "" {
			t.Errorf("%T (-attributes +fields):\n%s", c.model, diff)
		}
	}
}

// stateOf is a state of one number and one text.
func stateOf(number, text tftypes.Value) tfsdk.State {
	attributes := schema.Schema{Attributes: map[string]schema.Attribute{
		"number": schema.Int64Attribute{Optional: true}, "text": schema.StringAttribute{Optional: true},
	}}
	return tfsdk.State{Schema: attributes, Raw: tftypes.NewValue(tftypes.Object{
		AttributeTypes: map[string]tftypes.Type{"number": tftypes.Number, "text": tftypes.String},
	}, map[string]tftypes.Value{"number": number, "text": text})}
}

type fittingModel struct {
	Number types.Int64  `tfsdk:"number"`
	Text   types.String `tfsdk:"text"`
	note   string
}

func TestModelIsReadAndWrittenWithNullAndUnknownValues(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		number, text tftypes.Value
		want         fittingModel
	}{
		{tftypes.NewValue(tftypes.Number, 7), tftypes.NewValue(tftypes.String, "seven"), fittingModel{types.Int64Value(7), types.StringValue("seven"), "mine"}},
		{tftypes.NewValue(tftypes.Number, nil), tftypes.NewValue(tftypes.String, tftypes.UnknownValue), fittingModel{types.Int64Null(), types.StringUnknown(), "mine"}},
	} {
		got, from := fittingModel{note: "mine"}, stateOf(c.number, c.text)
		if diags := getModel(t.Context(), from, &got); diags.HasError() || got != c.want {
			t.Errorf("read %+v, %v, want %+v", got, diags, c.want)
		}
		to := stateOf(tftypes.NewValue(tftypes.Number, 1), tftypes.NewValue(tftypes.String, "one"))
		if diags := setModel(t.Context(), &to, &got); diags.HasError() || !to.Raw.Equal(from.Raw) {
			t.Errorf("wrote %s, %v, want %s", to.Raw, diags, from.Raw)
		}
	}
}

// As with the framework's own reflection: nothing is left out silently.
func TestModelThatDoesNotFitIsAnErrorAndChangesNothing(t *testing.T) {
	t.Parallel()
	for name, model := range map[string]any{
		"a field is missing": &struct {
			Number types.Int64 `tfsdk:"number"`
		}{},
		"a field too many": &struct {
			fittingModel
			Number types.Int64  `tfsdk:"number"`
			Text   types.String `tfsdk:"text"`
			Other  types.String `tfsdk:"other"`
		}{},
		"another type": &struct {
			Number types.String `tfsdk:"number"`
			Text   types.String `tfsdk:"text"`
		}{},
	} {
		from := stateOf(tftypes.NewValue(tftypes.Number, 7), tftypes.NewValue(tftypes.String, "seven"))
		to := stateOf(tftypes.NewValue(tftypes.Number, 7), tftypes.NewValue(tftypes.String, "seven"))
		for step, diags := range map[string]diag.Diagnostics{
			"read": getModel(t.Context(), from, model), "write": setModel(t.Context(), &to, model),
		} {
			if !diags.HasError() || !to.Raw.Equal(from.Raw) {
				t.Errorf("%s: %s gives %v and %s", name, step, diags, to.Raw)
			}
		}
	}
}

func TestAttributesBesideAModelAreTakenAndPutBack(t *testing.T) {
	t.Parallel()
	var model struct {
		Text types.String `tfsdk:"text"`
	}
	from := stateOf(tftypes.NewValue(tftypes.Number, 7), tftypes.NewValue(tftypes.String, "seven"))
	taken := map[string]attr.Value{}
	diags := getModelBeside(t.Context(), from, &model, func(attributes map[string]attr.Value) {
		taken["number"] = attributes["number"]
		delete(attributes, "number")
	})
	to := stateOf(tftypes.NewValue(tftypes.Number, nil), tftypes.NewValue(tftypes.String, nil))
	diags.Append(setModelBeside(t.Context(), &to, &model, taken)...)
	if diags.HasError() || !to.Raw.Equal(from.Raw) {
		t.Errorf("%s, %v", to.Raw, diags)
	}
}
