// SPDX-License-Identifier: MPL-2.0

package zoho

import (
	"context"
	"strings"

	"github.com/domainverify/terraform-provider-domainverify/internal/service"
	"github.com/domainverify/terraform-provider-domainverify/internal/service/adapter"
)

// Release implements adapter.Operations by deleting the domain, Zoho's only way to give
// it up (wire/zoho.md 0). Mail hosting is disabled only if the request says so.
func (o *organization) Release(ctx context.Context, operation string, request service.ReleaseRequest) error {
	domain := request.ID.Domain
	disableHosting := request.Options.Enabled(OptionDisableMailHosting)
	if !disableHosting {
		if err := o.checkHosting(ctx, operation, domain); err != nil {
			return err
		}
	}
	err := o.remove(ctx, operation, domain)
	if o.isHostingRefusal(err, domain) {
		if !disableHosting {
			return o.Refusal(ctx, operation, err, meaningOfHosting(domain))
		}
		if err := o.disableHosting(ctx, operation, domain); err != nil {
			o.InvalidateIfAmbiguous(err)
			return err
		}
		err = o.remove(ctx, operation, domain)
	}
	if err != nil {
		failed := o.removalFailure(ctx, operation, domain, err)
		if o.Recall(domain).hostingDisabled {
			o.afterDisabledHosting(ctx, operation, domain, isRefused(err), failed)
		}
		o.InvalidateIfAmbiguous(failed)
		return failed
	}
	o.Remember(domain, func(m *memory) { *m = memory{} })
	o.SetDomain(domain, service.Domain{State: service.StateAbsent})
	return nil
}

// remove deletes the domain. It succeeds when the domain is gone, whoever deleted it;
// its refusals are still those of the call. A response of success does not prove that,
// so that the list is read after it, once for all domains that are released at the
// same time.
func (o *organization) remove(ctx context.Context, operation, domain string) error {
	confirmed, wasRepeated := false, false
	isGone, err := o.Settle(ctx, operation, func(again bool) (isOpen bool, err error) {
		wasRepeated = again
		confirmed, err = o.client.deleteDomain(ctx, domain)
		return err == nil || isAmbiguous(err), err
	}, func() (isGone bool, err error) {
		var found service.Domain
		if _, err = o.Refresh(ctx, operation); err == nil {
			found, err = o.Find(ctx, operation, domain)
		}
		if confirmed && service.ClassOf(err) == service.Throttled {
			// Zoho has locked the organization after it confirmed the deletion. Waiting
			// for the end of the lock would not confirm it any better.
			return true, nil
		}
		return found.State == service.StateAbsent, err
	})
	switch {
	case isGone:
		return nil
	case err == nil:
		return adapter.NewError(operation, adapter.Transient("Zoho responded with success twice, and still has the domain",
			"Run Terraform again. If the error persists, check base_url and a proxy in between, or delete the domain in the admin console of Zoho Mail."))
	case !isRefused(err):
		return o.Failure(ctx, operation, err)
	case refusalOf(err).has(codeHostingFirst):
		return err
	}
	found, readErr := o.reread(ctx, operation, domain)
	switch {
	case readErr != nil && wasRepeated:
		return o.AfterAmbiguous(ctx, operation, readErr)
	case readErr != nil:
		return readErr
	case found.State == service.StateAbsent:
		return nil
	}
	return err
}

// removalFailure is the error of a removal that failed.
func (o *organization) removalFailure(ctx context.Context, operation, domain string, err error) *service.Error {
	if !isRefused(err) {
		return o.Failure(ctx, operation, err)
	}
	refused := o.Refusal(ctx, operation, err, adapter.Blocked("Zoho refused to delete the domain",
		adviceSeeError+" Zoho keeps a domain as long as users, groups, verified addresses or subdomains still use it, and it may keep the primary domain of the organization: "+
			"change those in the admin console, then destroy it again."))
	// Where the domains cannot be read, the advice does without them.
	snapshot, _ := o.Snapshot(ctx, operation)
	if children := adapter.Subdomains(snapshot, domain); len(children) > 0 {
		refused.Reason = "Zoho keeps a domain as long as the organization has subdomains of it, which are " + strings.Join(children, ", ")
		refused.Advice = "Release the subdomains first. Where Terraform manages them, let the domainverify_organization_domain of each subdomain " +
			"depend on that of " + domain + " (depends_on): Terraform then creates this one first and destroys it last. " + refused.Advice
	}
	if o.Recall(domain).hosting {
		refused.Advice += " Mail hosting of the domain is enabled as well and has to be disabled first: in the admin console, or " +
			adapter.AdviceArgument(string(OptionDisableMailHosting)+" = true", domain) + "."
	}
	return refused
}
