// SPDX-License-Identifier: MPL-2.0

package resources

import (
	"time"

	"github.com/hashicorp/terraform-plugin-framework-timeouts/resource/timeouts"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/domainverify/terraform-provider-domainverify/internal/displaytext"
	"github.com/domainverify/terraform-provider-domainverify/internal/service"
)

type verificationModel struct {
	withOptions
	ID                   types.String   `tfsdk:"id"`
	OrganizationDomainID types.String   `tfsdk:"organization_domain_id"`
	Token                types.String   `tfsdk:"token"`
	Method               types.String   `tfsdk:"method"`
	WaitForVerification  types.Bool     `tfsdk:"wait_for_verification"`
	State                types.String   `tfsdk:"state"`
	VerifiedAt           types.String   `tfsdk:"verified_at"`
	FailureReason        types.String   `tfsdk:"failure_reason"`
	Timeouts             timeouts.Value `tfsdk:"timeouts"`
}

func (m *verificationModel) request(id service.DomainID, options service.Options) service.VerifyRequest {
	return service.VerifyRequest{ID: id, Method: service.Method(m.Method.ValueString()), Token: m.Token.ValueString(), Options: options}
}

// tokenToKeep is what is planned where the configuration leaves the token out: that of
// the verification in state, so that an import that has found it plans no change. A
// domain that is still to be verified has the token that the configuration says.
func (m *verificationModel) tokenToKeep() types.String {
	if m.State.ValueString() == stateVerified {
		return m.Token
	}
	return types.StringNull()
}

// differs reports whether what is known is another verification than that in
// state. A token that was not known before (after an import) makes none, nor does one
// that is left out.
func (m *verificationModel) differs(state verificationModel) bool {
	hasTokens := !state.Token.IsNull() && !m.Token.IsNull()
	return isAnother(m.OrganizationDomainID, state.OrganizationDomainID) || isAnother(m.Method, state.Method) ||
		hasTokens && isAnother(m.Token, state.Token) || m.options.differ(state.options)
}

// keepUnknown keeps from state what is not known yet.
func (m *verificationModel) keepUnknown(state verificationModel) {
	for planned, kept := range map[*types.String]types.String{
		&m.OrganizationDomainID: state.OrganizationDomainID, &m.Method: state.Method, &m.Token: state.Token,
	} {
		if planned.IsUnknown() && !kept.IsNull() {
			*planned = kept
		}
	}
	m.options.keepUnknown(state.options)
}

// isPending reports whether an apply has something left to do.
func (m *verificationModel) isPending() bool { return m.State.ValueString() == statePending }

func (m *verificationModel) setUnknown() {
	m.State, m.VerifiedAt, m.FailureReason = types.StringUnknown(), types.StringUnknown(), types.StringUnknown()
}

func (m *verificationModel) setVerified(at time.Time) {
	m.State = types.StringValue(stateVerified)
	m.VerifiedAt = types.StringValue(at.UTC().Format(time.RFC3339))
	m.FailureReason = types.StringNull()
}

func (m *verificationModel) setPending(reason string) {
	m.State = types.StringValue(statePending)
	m.VerifiedAt = types.StringNull()
	m.FailureReason = types.StringValue(displaytext.Lines(reason))
}

// changesInPlace reports whether an update is planned; a pending verification is
// tried again by one.
func (m *verificationModel) changesInPlace(state verificationModel) bool {
	return state.isPending() || !m.WaitForVerification.Equal(state.WaitForVerification) || !m.Timeouts.Equal(state.Timeouts)
}

// keep plans the verification that is in state.
func (m *verificationModel) keep(state verificationModel) {
	m.OrganizationDomainID, m.Method, m.options = state.OrganizationDomainID, state.Method, state.options
	if !state.Token.IsNull() {
		m.Token = state.Token
	}
}
