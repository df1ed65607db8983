// SPDX-License-Identifier: MPL-2.0

package provider

import (
	"context"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/diag"

	"github.com/domainverify/terraform-provider-domainverify/internal/displaytext"
	"github.com/domainverify/terraform-provider-domainverify/internal/service"
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
	domain, err := d.readDomain(ctx, svc, id)
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

// readDomain is the service's Read with the patience for a locked API.
func (d *Data) readDomain(ctx context.Context, svc service.Service, id service.DomainID) (domain service.Domain, err error) {
	err = d.retryThrottled(ctx, func(ctx context.Context) error {
		domain, err = svc.Read(ctx, id)
		return err
	})
	return domain, err
}

// publication is the service's Publication with the same patience: it may need
// the inventory, which another resource of this run may have made forget.
func (d *Data) publication(ctx context.Context, svc service.Service, id service.DomainID, method service.Method, token string) (publication service.Publication, err error) {
	err = d.retryThrottled(ctx, func(ctx context.Context) error {
		publication, err = svc.Publication(ctx, id, method, token)
		return err
	})
	return publication, err
}

// challenge is the service's Challenge with the same patience.
func (d *Data) challenge(ctx context.Context, svc service.Service, id service.DomainID, method service.Method) (challenge service.Challenge, err error) {
	err = d.retryThrottled(ctx, func(ctx context.Context) error {
		challenge, err = svc.Challenge(ctx, id, method)
		return err
	})
	return challenge, err
}

// callTimeout bounds an operation that makes calls and does not wait for
// anything but its turn.
func (d *Data) callTimeout(name string) time.Duration {
	if svc := d.services[name].service; svc != nil {
		return callTimeout + svc.Capabilities().QueueAllowance
	}
	return callTimeout
}

// withTimeout bounds an operation by one of its configured timeouts.
func (d *Data) withTimeout(ctx context.Context, name string, configured func(context.Context, time.Duration) (time.Duration, diag.Diagnostics), diags *diag.Diagnostics) (context.Context, context.CancelFunc) {
	timeout, found := configured(ctx, d.callTimeout(name))
	diags.Append(found...)
	return context.WithTimeout(ctx, timeout)
}
