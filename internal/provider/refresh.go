// SPDX-License-Identifier: MPL-2.0

package provider

import (
	"context"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/diag"

	"github.com/domainverify/terraform-provider-domainverify/internal/displaytext"
	"github.com/domainverify/terraform-provider-domainverify/internal/poll"
	"github.com/domainverify/terraform-provider-domainverify/internal/service"
	"github.com/domainverify/terraform-provider-domainverify/internal/verification"
)

// refreshDomain is the refresh of every resource: one look into the service's inventory.
// A false ok means that the state has to stay as it is; diags say why.
func (d *Data) refreshDomain(ctx context.Context, id service.DomainID, diags *diag.Diagnostics) (service.Domain, bool) {
	if d.deferred(id.Service) {
		diags.Append(notRefreshed(id.Service, d.services[id.Service].unknown))
		return service.Domain{}, false
	}
	svc := d.service(id.Service, diags)
	if svc == nil {
		return service.Domain{}, false
	}
	domain, err := d.workflow.Read(ctx, svc, id)
	if err != nil {
		diags.Append(serviceError(summaryReadFailed, id, err))
		return service.Domain{}, false
	}
	if domain.Notice != "" {
		summary := summaryServiceNotice
		if domain.State == service.StateUnknown {
			summary = summaryDriftUnseen
		}
		diags.AddWarning(summary, displaytext.Lines(domain.Notice))
	}
	return domain, true
}

// callTimeout bounds an operation that makes calls and does not wait for
// anything but its turn.
func (d *Data) callTimeout(name string) time.Duration {
	if svc := d.services[name].service; svc != nil {
		return verification.CallTimeout + svc.Capabilities().QueueAllowance
	}
	return verification.CallTimeout
}

// withTimeout bounds an operation by one of its configured timeouts.
func (d *Data) withTimeout(ctx context.Context, name string, configured func(context.Context, time.Duration) (time.Duration, diag.Diagnostics), diags *diag.Diagnostics) (context.Context, context.CancelFunc) {
	timeout, found := configured(ctx, d.callTimeout(name))
	diags.Append(found...)
	return poll.WithTimeout(ctx, d.Clock, timeout)
}
