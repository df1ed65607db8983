// SPDX-License-Identifier: MPL-2.0

package resources

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/diag"

	"github.com/domainverify/terraform-provider-domainverify/internal/provider/diagnostics"
	"github.com/domainverify/terraform-provider-domainverify/internal/service"
)

// losesToken reports whether the service shows the token of the domain no more. One that
// belongs to the caller is issued again whatever the state.
func losesToken(svc service.Service, domain service.Domain, method service.Method) bool {
	_, ofCaller := svc.(service.CallerIdentifier)
	return domain.State.Verified() && domain.Token(method) == "" && !ofCaller
}

// planReplacement refuses a replacement at one address that would lose the
// token: that of a verified domain which the service does not show again, and
// which is not published, or not for long enough (recordStays is false: while the
// record's name is unknown, its provider removes it before the token is read).
// Where the domain is replaced as well, a new token is issued.
func (r *verificationTokenResource) planReplacement(ctx context.Context, tokenID string, recordStays bool) (diags diag.Diagnostics) {
	if tokenID == "" || r.data.Ledger.Applying() {
		return nil
	}
	id, method, err := service.ParseMethodID(tokenID)
	if err != nil || r.data.Deferred(id.Service) || r.data.Ledger.DomainGivenUp(id.String()) {
		return diags
	}
	svc := r.data.Service(id.Service, &diags)
	if svc == nil {
		return diags
	}
	domain, err := r.data.Workflow.Read(ctx, svc, id)
	if err != nil || !losesToken(svc, domain, method) {
		return diags
	}
	if recordStays && r.data.Workflow.PublishedToken(ctx, svc, id, method) != "" {
		return diags
	}
	return append(diags, diagnostics.ReplacementLosesToken(id, recordStays))
}
