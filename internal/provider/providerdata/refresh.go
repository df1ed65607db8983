// SPDX-License-Identifier: MPL-2.0

package providerdata

import (
	"context"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/diag"

	"github.com/domainverify/terraform-provider-domainverify/internal/poll"
	"github.com/domainverify/terraform-provider-domainverify/internal/provider/diagnostics"
	"github.com/domainverify/terraform-provider-domainverify/internal/service"
	"github.com/domainverify/terraform-provider-domainverify/internal/verification"
)

// RefreshDomain is the refresh of every resource: one read of the service's inventory.
// A false ok means that the state has to stay as it is; diags say why.
func (d *Data) RefreshDomain(ctx context.Context, id service.DomainID, diags *diag.Diagnostics) (service.Domain, bool) {
	if d.Deferred(id.Service) {
		diags.Append(diagnostics.NotRefreshed(id.Service, d.Services[id.Service].Unknown))
		return service.Domain{}, false
	}
	svc := d.Service(id.Service, diags)
	if svc == nil {
		return service.Domain{}, false
	}
	// Credentials that do not reach the organization show the domains of another one.
	if _, err := svc.CanonicalOrganizationID(id.OrganizationID); err != nil {
		diags.Append(diagnostics.InvalidOrganizationOf(id, err))
		return service.Domain{}, false
	}
	domain, err := d.Workflow.Read(ctx, svc, id)
	if err != nil {
		diags.Append(diagnostics.ServiceError(diagnostics.CannotRead, id, err))
		return service.Domain{}, false
	}
	diags.Append(diagnostics.DomainNotice(id, domain)...)
	return domain, true
}

// CallTimeout is the default timeout of an operation that makes calls and does not
// wait for a verification.
func (d *Data) CallTimeout(name string) time.Duration {
	if svc := d.Services[name].Service; svc != nil {
		return verification.CallTimeout + svc.Capabilities().QueueAllowance
	}
	return verification.CallTimeout
}

// ReleaseTimeout is the default timeout of a release, which some services work on for a
// long time, or do only when a record is gone.
func (d *Data) ReleaseTimeout(name string) time.Duration {
	if svc := d.Services[name].Service; svc != nil {
		capabilities := svc.Capabilities()
		deadline := capabilities.ReleaseDeadline
		if _, waits := svc.(service.RecordHolder); waits {
			deadline = max(deadline, verification.AbsenceLimit)
		}
		return max(d.CallTimeout(name), deadline+capabilities.QueueAllowance)
	}
	return d.CallTimeout(name)
}

// WithTimeout bounds an operation by one of its configured timeouts.
func (d *Data) WithTimeout(ctx context.Context, name string, configured func(context.Context, time.Duration) (time.Duration, diag.Diagnostics), diags *diag.Diagnostics) (context.Context, context.CancelFunc) {
	timeout, found := configured(ctx, d.CallTimeout(name))
	diags.Append(found...)
	return poll.WithTimeout(ctx, d.Clock, timeout)
}
