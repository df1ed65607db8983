// SPDX-License-Identifier: MPL-2.0

package dnsprovider

import (
	"context"
	"fmt"
	"net/url"

	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/planmodifier"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/stringplanmodifier"
	"github.com/hashicorp/terraform-plugin-framework/types"
)

type webFileModel struct {
	URL     types.String `tfsdk:"url"`
	Content types.String `tfsdk:"content"`
}

func (r *webFileResource) Schema(_ context.Context, _ resource.SchemaRequest, resp *resource.SchemaResponse) {
	resp.Schema = schema.Schema{
		MarkdownDescription: "A file on the web host. Creating one that exists fails, and a content that somebody changed is changed back by the next apply.",
		Attributes: map[string]schema.Attribute{
			"url": schema.StringAttribute{
				MarkdownDescription: "Where visitors find the file, `http` or `https` with a host, without a query. Also the import id.",
				Required:            true,
				PlanModifiers:       []planmodifier.String{stringplanmodifier.RequiresReplace()},
			},
			"content": schema.StringAttribute{
				MarkdownDescription: "The whole file.",
				Required:            true,
			},
		},
	}
}

// ValidateConfig finds a bad URL before anything is planned.
func (r *webFileResource) ValidateConfig(ctx context.Context, req resource.ValidateConfigRequest, resp *resource.ValidateConfigResponse) {
	var model webFileModel
	resp.Diagnostics.Append(req.Config.Get(ctx, &model)...)
	if resp.Diagnostics.HasError() || model.URL.IsUnknown() {
		return
	}
	if err := checkFileURL(model.URL.ValueString()); err != nil {
		resp.Diagnostics.Append(badFileURL(err))
	}
}

func checkFileURL(address string) error {
	u, err := url.Parse(address)
	switch {
	case err != nil:
		return fmt.Errorf("%q cannot be read", address)
	case u.Scheme != "http" && u.Scheme != "https" || u.Host == "":
		return fmt.Errorf("%q does not begin with http:// or https:// and a host", address)
	case u.User != nil || u.RawQuery != "" || u.ForceQuery || u.Fragment != "":
		return fmt.Errorf("%q has more than scheme, host and path, which is all that a file has", address)
	}
	return nil
}
