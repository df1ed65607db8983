// SPDX-License-Identifier: MPL-2.0

package provider

import (
	"context"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/diag"

	"github.com/domainverify/terraform-provider-domainverify/internal/service"
)

// read is the refresh of every resource: one look into the service's inventory.
// A false ok means that the state has to stay as it is; diags say why.
func (d *Data) read(ctx context.Context, id service.DomainID, diags *diag.Diagnostics) (service.Domain, bool) {
	if d.deferred(id.Service) {
		diags.Append(notRefreshed(id.Service, d.services[id.Service].unknown))
		return service.Domain{}, false
	}
	found := d.service(id.Service, diags)
	if found == nil {
		return service.Domain{}, false
	}
	domain, err := d.readOf(ctx, found, id)
	if err != nil {
		diags.Append(failed(verbRead, id, err))
		return service.Domain{}, false
	}
	if domain.Notice != "" {
		summary := summaryServiceNotice
		if domain.State == service.StateUnknown {
			summary = summaryDriftUnseen
		}
		diags.AddWarning(summary, shownLines(domain.Notice))
	}
	return domain, true
}

// readOf is the service's Read with the patience for a locked API.
func (d *Data) readOf(ctx context.Context, found service.Service, id service.DomainID) (domain service.Domain, err error) {
	err = d.unthrottled(ctx, func(ctx context.Context) error {
		domain, err = found.Read(ctx, id)
		return err
	})
	return domain, err
}

// publicationOf is the service's Publication with the same patience: it may need
// the inventory, which another resource of this run may have made forget.
func (d *Data) publicationOf(ctx context.Context, found service.Service, id service.DomainID, method service.Method, token string) (publication service.Publication, err error) {
	err = d.unthrottled(ctx, func(ctx context.Context) error {
		publication, err = found.Publication(ctx, id, method, token)
		return err
	})
	return publication, err
}

// challengeOf is the service's Challenge with the same patience.
func (d *Data) challengeOf(ctx context.Context, found service.Service, id service.DomainID, method service.Method) (challenge service.Challenge, err error) {
	err = d.unthrottled(ctx, func(ctx context.Context) error {
		challenge, err = found.Challenge(ctx, id, method)
		return err
	})
	return challenge, err
}

// callTimeout bounds an operation that makes calls and does not wait for
// anything but its turn.
func (d *Data) callTimeout(name string) time.Duration {
	if found := d.services[name].service; found != nil {
		return callTimeout + found.Capabilities().InLine
	}
	return callTimeout
}

// within bounds an operation by one of its configured timeouts.
func (d *Data) within(ctx context.Context, name string, configured func(context.Context, time.Duration) (time.Duration, diag.Diagnostics), diags *diag.Diagnostics) (context.Context, context.CancelFunc) {
	timeout, found := configured(ctx, d.callTimeout(name))
	diags.Append(found...)
	return context.WithTimeout(ctx, timeout)
}
