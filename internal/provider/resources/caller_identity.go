// SPDX-License-Identifier: MPL-2.0

package resources

import (
	"context"
	"encoding/json"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/domainverify/terraform-provider-domainverify/internal/provider/diagnostics"
	"github.com/domainverify/terraform-provider-domainverify/internal/service"
)

// callerKey is the key in private state of whose credentials an object was made with, at
// a service whose tokens and verifications belong to the caller (service.CallerIdentifier).
const callerKey = "caller_identity"

// writablePrivateState is what the framework hands over to be changed.
type writablePrivateState interface {
	privateState
	SetKey(ctx context.Context, key string, value []byte) diag.Diagnostics
}

// caller is whose credentials the provider has, or "" where that is not known, or means
// nothing to the service. A false ok means that diags say why it could not be learned.
func (c *configured) caller(ctx context.Context, id service.DomainID, diags *diag.Diagnostics) (identity string, ok bool) {
	identifier, ok := c.data.Services[id.Service].Service.(service.CallerIdentifier)
	if !ok || c.data.Deferred(id.Service) {
		return "", true
	}
	err := c.data.Workflow.RetryThrottled(ctx, func(ctx context.Context) (err error) {
		identity, err = identifier.CallerIdentity(ctx)
		return err
	})
	if err != nil {
		diags.Append(diagnostics.ServiceError(diagnostics.CannotIdentifyCaller, id, err))
		return "", false
	}
	return identity, true
}

// callerOf is caller for an argument.
func (c *configured) callerOf(ctx context.Context, domainID types.String, diags *diag.Diagnostics) (identity string, ok bool) {
	id, err := service.ParseDomainID(domainID.ValueString())
	if err != nil {
		return "", true
	}
	return c.caller(ctx, id, diags)
}

// ofSameCaller reports whether an object belongs to the credentials that the provider has
// now, as far as both are known (invariant 21). If not, nothing that the service shows of
// it means anything, and diags say whose it is.
func (c *configured) ofSameCaller(ctx context.Context, id service.DomainID, private privateState, diags *diag.Diagnostics) bool {
	known, invalid := knownCaller(ctx, private)
	diags.Append(invalid...)
	now, ok := c.caller(ctx, id, diags)
	if !ok || known == "" || now == "" || known == now {
		return ok
	}
	diags.Append(diagnostics.OfAnotherCaller(c.data.Catalog.Title(id.Service), id, known, now))
	return false
}

// isSeenByCaller is for credentials of nobody knows whom, such as an access token: where an
// object is known to be somebody's, a domain that does not read as verified may be verified
// for somebody else, and nothing is dropped or released for that. If so, diags say whose it is.
func (c *configured) isSeenByCaller(ctx context.Context, id service.DomainID, domain service.Domain, private privateState, diags *diag.Diagnostics) bool {
	known, invalid := knownCaller(ctx, private)
	diags.Append(invalid...)
	if known == "" || domain.State.Verified() || c.data.Deferred(id.Service) {
		return true
	}
	now, ok := c.caller(ctx, id, diags)
	if !ok || now != "" {
		return ok
	}
	diags.Append(diagnostics.OfUnknownCaller(c.data.Catalog.Title(id.Service), id, known))
	return false
}

// idOfSameCaller is ofSameCaller for an ID in state.
func (c *configured) idOfSameCaller(ctx context.Context, stateID types.String, private privateState, diags *diag.Diagnostics) bool {
	id, _, err := service.ParseMethodID(stateID.ValueString())
	return err != nil || c.ofSameCaller(ctx, id, private, diags)
}

// setCaller keeps whose object it is. An identity that is not known replaces none.
func setCaller(ctx context.Context, identity string, private writablePrivateState) diag.Diagnostics {
	if identity == "" {
		return nil
	}
	value, err := json.Marshal(identity)
	if err != nil {
		return nil
	}
	return private.SetKey(ctx, callerKey, value)
}

// learnCaller completes a state that does not say whose object it is: whoever sees the
// domain as verified is its owner.
func (c *configured) learnCaller(ctx context.Context, id service.DomainID, domain service.Domain, private writablePrivateState) diag.Diagnostics {
	known, diags := knownCaller(ctx, private)
	if known != "" || !domain.State.Verified() {
		return diags
	}
	identity, _ := c.caller(ctx, id, &diags)
	return append(diags, setCaller(ctx, identity, private)...)
}

// importCaller keeps whose object an import has found: to import is to say that it
// belongs to the credentials.
func (c *configured) importCaller(ctx context.Context, id service.DomainID, resp *resource.ImportStateResponse) (diags diag.Diagnostics) {
	identity, _ := c.caller(ctx, id, &diags)
	return append(diags, setCaller(ctx, identity, resp.Private)...)
}

func knownCaller(ctx context.Context, private privateState) (identity string, diags diag.Diagnostics) {
	value, diags := private.GetKey(ctx, callerKey)
	if value == nil || json.Unmarshal(value, &identity) != nil {
		return "", diags
	}
	return identity, diags
}
