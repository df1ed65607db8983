// SPDX-License-Identifier: MPL-2.0

package main

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-go/tftypes"
)

var _ resource.ResourceWithIdentity = (*inertResource)(nil)

// inertResource has name, attributes and identity of a resource, and keeps whatever is in state.
type inertResource struct{ of resource.Resource }

func (r *inertResource) Metadata(ctx context.Context, req resource.MetadataRequest, resp *resource.MetadataResponse) {
	r.of.Metadata(ctx, req, resp)
}

func (r *inertResource) Schema(ctx context.Context, req resource.SchemaRequest, resp *resource.SchemaResponse) {
	r.of.Schema(ctx, req, resp)
	for name, attribute := range resp.Schema.Attributes {
		switch a := attribute.(type) {
		case schema.StringAttribute:
			a.Validators, a.PlanModifiers = nil, nil
			resp.Schema.Attributes[name] = a
		case schema.BoolAttribute:
			a.Validators, a.PlanModifiers = nil, nil
			resp.Schema.Attributes[name] = a
		}
	}
}

func (r *inertResource) IdentitySchema(ctx context.Context, req resource.IdentitySchemaRequest, resp *resource.IdentitySchemaResponse) {
	if of, ok := r.of.(resource.ResourceWithIdentity); ok {
		of.IdentitySchema(ctx, req, resp)
	}
}

func (r *inertResource) Create(_ context.Context, req resource.CreateRequest, resp *resource.CreateResponse) {
	resp.State.Raw = req.Plan.Raw
}

// Read sets an identity, which Terraform demands; that of the domain would have to be found first.
func (r *inertResource) Read(ctx context.Context, _ resource.ReadRequest, resp *resource.ReadResponse) {
	if resp.Identity == nil {
		return
	}
	object, ok := resp.Identity.Schema.Type().TerraformType(ctx).(tftypes.Object)
	if !ok {
		return
	}
	values := map[string]tftypes.Value{}
	for name, kind := range object.AttributeTypes {
		values[name] = tftypes.NewValue(kind, "identity")
	}
	resp.Identity.Raw = tftypes.NewValue(object, values)
}

func (r *inertResource) Update(_ context.Context, req resource.UpdateRequest, resp *resource.UpdateResponse) {
	resp.State.Raw = req.Plan.Raw
}

func (r *inertResource) Delete(context.Context, resource.DeleteRequest, *resource.DeleteResponse) {}
