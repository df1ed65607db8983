// SPDX-License-Identifier: MPL-2.0

package dnsprovider

import (
	"context"
	"math"

	"github.com/hashicorp/terraform-plugin-framework-validators/int64validator"
	"github.com/hashicorp/terraform-plugin-framework-validators/setvalidator"
	"github.com/hashicorp/terraform-plugin-framework-validators/stringvalidator"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/int64default"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"
)

// defaultTTL is short because sandbox records come and go within minutes.
const defaultTTL = 60

func (r *recordSetResource) Schema(_ context.Context, _ resource.SchemaRequest, resp *resource.SchemaResponse) {
	resp.Schema = schema.Schema{
		MarkdownDescription: "All records of one name and type (an RRset). It owns them all: creating one that exists fails, " +
			"and values that somebody added are removed by the next apply.",
		Attributes: map[string]schema.Attribute{
			"name": schema.StringAttribute{
				MarkdownDescription: "Owner name, absolute (`www.acme.test`). `@` or the empty string is the zone itself, " +
					"and a single label (`www`) is below the zone.",
				Required: true,
			},
			"type": schema.StringAttribute{
				MarkdownDescription: "Record type: `A`, `AAAA`, `CAA`, `CNAME`, `MX`, `NS`, `SRV` or `TXT`.",
				Required:            true,
				Validators:          []validator.String{stringvalidator.OneOf("A", "AAAA", "CAA", "CNAME", "MX", "NS", "SRV", "TXT")},
			},
			"values": schema.SetAttribute{
				MarkdownDescription: "One value for each record. TXT values are plain text without quotes, of any length. " +
					"Others are in presentation format (`10 mail.acme.test`); domain names in them are absolute.",
				ElementType: types.StringType,
				Required:    true,
				Validators:  []validator.Set{setvalidator.SizeAtLeast(1)},
			},
			"zone": schema.StringAttribute{
				MarkdownDescription: "Zone to update. May be left out when the provider block has one.",
				Optional:            true,
				Computed:            true,
			},
			"ttl": schema.Int64Attribute{
				MarkdownDescription: "Time to live in seconds, 60 by default.",
				Optional:            true,
				Computed:            true,
				Default:             int64default.StaticInt64(defaultTTL),
				Validators:          []validator.Int64{int64validator.Between(0, math.MaxInt32)}, // RFC 2181 section 8
			},
			"id": schema.StringAttribute{
				MarkdownDescription: "`zone/name/TYPE`, also the import id.",
				Computed:            true,
			},
		},
	}
}
