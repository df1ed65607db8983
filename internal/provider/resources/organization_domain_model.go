// SPDX-License-Identifier: MPL-2.0

package resources

import (
	"maps"

	"github.com/hashicorp/terraform-plugin-framework-timeouts/resource/timeouts"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/domainverify/terraform-provider-domainverify/internal/domainname"
	"github.com/domainverify/terraform-provider-domainverify/internal/provider/diagnostics"
	"github.com/domainverify/terraform-provider-domainverify/internal/provider/providerdata"
	"github.com/domainverify/terraform-provider-domainverify/internal/service"
)

type organizationDomainModel struct {
	withOptions
	ID               types.String   `tfsdk:"id"`
	Service          types.String   `tfsdk:"service"`
	OrganizationID   types.String   `tfsdk:"organization_id"`
	Domain           types.String   `tfsdk:"domain"`
	AdoptExisting    types.Bool     `tfsdk:"adopt_existing"`
	DeletionPolicy   types.String   `tfsdk:"deletion_policy"`
	SkipLockoutGuard types.Bool     `tfsdk:"skip_lockout_guard_on_release"`
	RemoteID         types.String   `tfsdk:"remote_id"`
	Timeouts         timeouts.Value `tfsdk:"timeouts"`
}

// complete fills what configuration and provider determine, so that it is known
// at plan. What they do not determine yet stays unknown.
func (m *organizationDomainModel) complete(data *providerdata.Data, configured organizationDomainModel, diags *diag.Diagnostics) {
	m.ID = types.StringUnknown()
	if configured.Service.IsNull() {
		if m.Service = types.StringValue(data.DefaultService(diags)); diags.HasError() {
			return
		}
	}
	if m.Service.IsUnknown() {
		m.OrganizationID = configured.OrganizationID
		if m.OrganizationID.IsNull() {
			m.OrganizationID = types.StringUnknown()
		}
		return
	}
	if data.Deferred(m.Service.ValueString()) {
		if configured.OrganizationID.IsNull() {
			m.OrganizationID = types.StringUnknown()
		}
		return
	}
	svc := data.Service(m.Service.ValueString(), diags)
	if svc == nil {
		return
	}
	if diags.Append(releaseOptions(data.Catalog).refuse(svc, m)...); diags.HasError() {
		return
	}
	if _, guards := svc.(service.LockoutGuard); m.SkipLockoutGuard.ValueBool() && !guards {
		diags.Append(diagnostics.LockoutGuardUnsupported(svc.Name()))
		return
	}
	if configured.OrganizationID.IsUnknown() {
		return
	}
	canonical, err := svc.CanonicalOrganizationID(configured.OrganizationID.ValueString())
	if err != nil {
		diags.Append(diag.WithPath(path.Root("organization_id"), diagnostics.InvalidOrganizationID(m.Service.ValueString(), configured.OrganizationID, err)))
		return
	}
	if configured.OrganizationID.IsNull() {
		m.OrganizationID = types.StringValue(canonical)
	}
	if m.Domain.IsUnknown() {
		return
	}
	// The validator has seen the domain, unless its value came late.
	domain, err := domainname.CanonicalOrganizationDomain(m.Domain.ValueString())
	if err != nil {
		diags.Append(diag.WithPath(path.Root("domain"), diagnostics.InvalidDomain(err)))
		return
	}
	id := service.DomainID{Service: m.Service.ValueString(), OrganizationID: canonical, Domain: domain}
	m.ID = types.StringValue(id.String())
}

// completeExisting is complete for a domain that exists. An argument that is not
// known yet is not a different one: while what is known agrees with the state,
// the object stays.
func (m *organizationDomainModel) completeExisting(data *providerdata.Data, configured, state organizationDomainModel, diags *diag.Diagnostics) {
	kept, assumed := *m, configured
	if configured.Service.IsUnknown() {
		kept.Service, assumed.Service = state.Service, state.Service
	}
	if configured.OrganizationID.IsUnknown() {
		kept.OrganizationID, assumed.OrganizationID = state.OrganizationID, state.OrganizationID
	}
	if configured.Domain.IsUnknown() {
		kept.Domain = state.Domain
	}
	if kept.complete(data, assumed, diags); diags.HasError() {
		return
	}
	if kept.keepIdentity(data, assumed, state); kept.ID.Equal(state.ID) {
		*m = kept
		return
	}
	m.complete(data, configured, diags)
}

// keepIdentity plans the form of the organization id that is in state when the
// configured one is another form of the same id. A service that waits for its
// credentials cannot compare forms; then nothing but a different text counts.
func (m *organizationDomainModel) keepIdentity(data *providerdata.Data, configured, state organizationDomainModel) {
	unchanged := m.ID.Equal(state.ID)
	if m.ID.IsUnknown() && data.Deferred(m.Service.ValueString()) {
		unchanged = m.Service.Equal(state.Service) && m.Domain.Equal(state.Domain) &&
			(configured.OrganizationID.IsNull() || configured.OrganizationID.Equal(state.OrganizationID))
	}
	if unchanged {
		m.ID, m.OrganizationID = state.ID, state.OrganizationID
	}
}

// releases reports whether destroying the resource gives the domain back.
func (m *organizationDomainModel) releases() bool {
	return m.DeletionPolicy.ValueString() != deletionAbandon
}

func (m *organizationDomainModel) setDomain(found service.Domain) {
	m.RemoteID = types.StringValue(found.RemoteID)
}

// changesInPlace reports whether an update is planned beside what identifies the domain.
func (m *organizationDomainModel) changesInPlace(state organizationDomainModel) bool {
	return !m.AdoptExisting.Equal(state.AdoptExisting) || !m.DeletionPolicy.Equal(state.DeletionPolicy) ||
		!maps.Equal(m.options, state.options) || !m.SkipLockoutGuard.Equal(state.SkipLockoutGuard) ||
		!m.Timeouts.Equal(state.Timeouts)
}

// keep plans the domain that is in state.
func (m *organizationDomainModel) keep(state organizationDomainModel) {
	m.ID, m.Service, m.OrganizationID, m.Domain = state.ID, state.Service, state.OrganizationID, state.Domain
}

// setDefaults fills the arguments that a state lacks: an import leaves them out,
// and so did a version that did not have them. A default that a plan adds would be
// a change of every domain.
func (m *organizationDomainModel) setDefaults(id service.DomainID) {
	fillFromID(&m.Service, id.Service)
	fillFromID(&m.OrganizationID, id.OrganizationID)
	fillFromID(&m.Domain, id.Domain)
	if m.AdoptExisting.IsNull() {
		m.AdoptExisting = types.BoolValue(false)
	}
	if m.DeletionPolicy.IsNull() {
		m.DeletionPolicy = types.StringValue(deletionRelease)
	}
	if m.SkipLockoutGuard.IsNull() {
		m.SkipLockoutGuard = types.BoolValue(false)
	}
}
