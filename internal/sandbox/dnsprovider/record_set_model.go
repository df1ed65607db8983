// SPDX-License-Identifier: MPL-2.0

package dnsprovider

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/types"
)

type recordSetModel struct {
	ID     types.String `tfsdk:"id"`
	Zone   types.String `tfsdk:"zone"`
	Name   types.String `tfsdk:"name"`
	Type   types.String `tfsdk:"type"`
	TTL    types.Int64  `tfsdk:"ttl"`
	Values types.Set    `tfsdk:"values"`
}

// name is the record set without its records. All three parts must be known.
func (m recordSetModel) name() (recordSet, diag.Diagnostics) {
	var diags diag.Diagnostics
	zone, err := canonicalZone(m.Zone.ValueString())
	if err != nil {
		diags.AddAttributeError(path.Root("zone"), summaryRecordName, "The zone "+err.Error()+".")
		return recordSet{}, diags
	}
	owner, err := ownerName(zone, m.Name.ValueString())
	if err != nil {
		diags.AddAttributeError(path.Root("name"), summaryRecordName, "The name "+err.Error()+".")
	}
	if owner == zone && m.Type.ValueString() == "NS" {
		diags.Append(zoneNameServers(zone))
	}
	return recordSet{zone: zone, owner: owner, rrtype: m.Type.ValueString()}, diags
}

func (m recordSetModel) recordSet(ctx context.Context) (recordSet, diag.Diagnostics) {
	set, diags := m.name()
	values, more := m.written(ctx)
	diags.Append(more...)
	for _, value := range values {
		rr, err := parseValue(set.owner, set.rrtype, uint32(m.TTL.ValueInt64()), value)
		if err != nil {
			diags.AddAttributeError(path.Root("values"), summaryRecordValue, "The value "+err.Error()+".")
			continue
		}
		set.records = append(set.records, rr)
	}
	return set, diags
}

// written lists the values as they stand in configuration or state; none after an import.
func (m recordSetModel) written(ctx context.Context) ([]string, diag.Diagnostics) {
	if m.Values.IsNull() || m.Values.IsUnknown() {
		return nil, nil
	}
	var values []string
	diags := m.Values.ElementsAs(ctx, &values, false)
	return values, diags
}

// refresh takes over what DNS has.
func (m *recordSetModel) refresh(ctx context.Context, set recordSet) diag.Diagnostics {
	written, diags := m.written(ctx)
	values, err := set.values(written)
	if err != nil {
		diags.Append(failed(summaryRead, set, err))
		return diags
	}
	published, more := types.SetValueFrom(ctx, types.StringType, values)
	diags.Append(more...)
	m.Values = published
	m.TTL = types.Int64Value(int64(set.records[0].Header().Ttl))
	m.ID = types.StringValue(set.id())
	return diags
}
