// SPDX-License-Identifier: MPL-2.0

package resources

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/resource"

	"github.com/domainverify/terraform-provider-domainverify/internal/provider/diagnostics"
	"github.com/domainverify/terraform-provider-domainverify/internal/provider/providerdata"
	"github.com/domainverify/terraform-provider-domainverify/internal/service"
)

// configured is embedded in the resources.
type configured struct{ data *providerdata.Data }

// Configure implements resource.ResourceWithConfigure.
func (c *configured) Configure(_ context.Context, req resource.ConfigureRequest, resp *resource.ConfigureResponse) {
	c.data = providerdata.From(req.ProviderData, &resp.Diagnostics)
}

// lockUnconfirmed takes the lock of an object for a write. A false ok means that diags
// say why the write must not be made: the context has ended (summary), or this run has
// created, adopted or confirmed the object for another resource (conflict).
func lockUnconfirmed(ctx context.Context, data *providerdata.Data, kind string, id service.DomainID, summary string, conflict func(kind, id string) diag.Diagnostic, diags *diag.Diagnostics) (unlock func(), ok bool) {
	unlock, err := data.Ledger.Lock(ctx, kind, id.String())
	if err != nil {
		diags.Append(diagnostics.ServiceError(summary, id, err))
		return nil, false
	}
	if data.Ledger.IsConfirmed(kind, id.String()) {
		unlock()
		diags.Append(conflict(kind, id.String()))
		return nil, false
	}
	return unlock, true
}
