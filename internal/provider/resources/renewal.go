// SPDX-License-Identifier: MPL-2.0

package resources

import (
	"context"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/domainverify/terraform-provider-domainverify/internal/provider/diagnostics"
	"github.com/domainverify/terraform-provider-domainverify/internal/provider/runledger"
	"github.com/domainverify/terraform-provider-domainverify/internal/service"
)

// renewalDueKey is the key in private state that marks a token which the next plan has to
// renew. The refresh decides it and the plan only reads it: Terraform plans once more
// while it applies, and would refuse a plan that has changed because time has passed.
const renewalDueKey = "renewal_due"

// markRenewal notes whether the token has to be renewed. It renews nothing (invariant 3).
func (r *verificationTokenResource) markRenewal(ctx context.Context, svc service.Service, domain service.Domain, state verificationTokenModel, resp *resource.ReadResponse) {
	challenge := service.Challenge{Token: state.Token.ValueString(), Publication: state.publication(), ExpiresAt: state.expiry()}
	var value []byte
	if r.data.Workflow.NeedsRenewal(ctx, svc, domain, challenge) {
		value = []byte("true")
	}
	resp.Diagnostics.Append(resp.Private.SetKey(ctx, renewalDueKey, value)...)
}

// planRenewal plans a new token in place of one that has expired, or soon will. The
// verification follows, because the ledger knows.
func (r *verificationTokenResource) planRenewal(ctx context.Context, svc service.Service, id service.DomainID, plan *verificationTokenModel) error {
	r.data.Ledger.PlanRenewal(runledger.KindToken, plan.ID.ValueString())
	plan.setUnknown()
	return plan.setPlanned(ctx, svc, id)
}

// renew makes the token that was planned by planRenewal.
func (r *verificationTokenResource) renew(ctx context.Context, state *verificationTokenModel, diags *diag.Diagnostics) (ok bool) {
	svc, id, ok := r.data.Resolve(state.OrganizationDomainID, diags)
	if !ok {
		return false
	}
	done, err := r.data.Ledger.Lock(ctx, runledger.KindToken, state.ID.ValueString())
	if err != nil {
		diags.Append(diagnostics.ServiceError(diagnostics.CannotRenewToken, id, err))
		return false
	}
	defer done()
	request := service.RenewRequest{ID: id, Method: service.Method(state.Method.ValueString()), Token: state.Token.ValueString()}
	challenge, err := r.data.Workflow.RenewedChallenge(ctx, svc, request)
	if err != nil {
		diags.Append(diagnostics.ServiceError(diagnostics.CannotRenewToken, id, err))
		return false
	}
	state.setChallenge(r.issuerOf(id.Service), id, challenge)
	return true
}

// expiry is zero where none is known.
func (m *verificationTokenModel) expiry() time.Time {
	at, err := time.Parse(time.RFC3339, m.ExpiresAt.ValueString())
	if err != nil {
		return time.Time{}
	}
	return at
}

// setExpiry leaves what is known where the service names no expiry, such as that of the
// token of a verified domain. Where it only shows that a token has expired, the first time
// that was seen stays. The instructions name the expiry of a token that can be published.
func (m *verificationTokenModel) setExpiry(from issuer, id service.DomainID, at time.Time, isShown bool) {
	known := m.expiry()
	if at.IsZero() || !isShown && !known.IsZero() && known.Before(at) {
		return
	}
	if isShown && !formatTime(at).Equal(m.ExpiresAt) {
		m.Instructions = types.StringValue(instructions(from, id, service.Challenge{Publication: m.publication(), ExpiresAt: at}))
	}
	m.ExpiresAt = formatTime(at)
}
