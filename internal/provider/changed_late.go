// SPDX-License-Identifier: MPL-2.0

package provider

// keepsLate reports whether a plan keeps an object although the arguments that
// make up its ID are known and different. Terraform plans a resource once more
// while it applies, when everything is known, and refuses another action than
// the one that it has planned; an argument that was unknown then was planned as
// its prior value. No request tells the two plans apart. A walk that only plans
// refreshes first; under -refresh=false it does not, and there a difference is
// planned, unless other arguments change in place: the plan after that shows it.
func (l *runLedger) keepsLate(changesInPlace bool) bool {
	return l.applying() || changesInPlace && l.mayApply()
}

// changesInPlace reports whether an update is planned beside what identifies the domain.
func (m *organizationDomainModel) changesInPlace(state organizationDomainModel) bool {
	return !m.AdoptExisting.Equal(state.AdoptExisting) || !m.DeletionPolicy.Equal(state.DeletionPolicy) ||
		!m.DisableMailHosting.Equal(state.DisableMailHosting) || !m.SkipLockoutGuard.Equal(state.SkipLockoutGuard) ||
		!m.Timeouts.Equal(state.Timeouts)
}

// keep plans the domain that is in state.
func (m *organizationDomainModel) keep(state organizationDomainModel) {
	m.ID, m.Service, m.OrganizationID, m.Domain = state.ID, state.Service, state.OrganizationID, state.Domain
}

func (m *claimModel) changesInPlace(state claimModel) bool {
	return !m.Force.Equal(state.Force) || !m.MarkOutsideUsersTransient.Equal(state.MarkOutsideUsersTransient) || !m.Timeouts.Equal(state.Timeouts)
}

// changesInPlace: a pending verification is tried again by an update.
func (m *verificationModel) changesInPlace(state verificationModel) bool {
	return state.isPending() || !m.WaitForVerification.Equal(state.WaitForVerification) || !m.Timeouts.Equal(state.Timeouts)
}

// keep plans the verification that is in state.
func (m *verificationModel) keep(state verificationModel) {
	m.OrganizationDomainID, m.Method, m.Reserve = state.OrganizationDomainID, state.Method, state.Reserve
	if !state.Token.IsNull() {
		m.Token = state.Token
	}
}
