// SPDX-License-Identifier: MPL-2.0

package entra

import (
	"context"
	"errors"
	"net/http"
	"slices"
	"strings"

	"github.com/domainverify/terraform-provider-domainverify/internal/httpapi"
	"github.com/domainverify/terraform-provider-domainverify/internal/service"
	"github.com/domainverify/terraform-provider-domainverify/internal/service/adapter"
)

// Add implements adapter.Operations. A subdomain of a verified domain may be verified at
// once.
func (o *organization) Add(ctx context.Context, operation, domain string, known service.Domain) (service.Domain, error) {
	if isMicrosofts(domain) {
		return service.Domain{}, adapter.NewError(operation, adapter.Rejected(
			"names below onmicrosoft.com are given by Microsoft, and can never be released",
			"Use a domain of your own. Nothing was sent."))
	}
	if known.State != service.StateAbsent {
		// The list shows for a while what somebody has removed.
		found, err := o.reread(ctx, operation, domain)
		switch {
		case err != nil:
			return service.Domain{}, err
		case found.State != service.StateAbsent:
			return found, o.AlreadyExists(operation, found, nil)
		}
	}
	added, err := o.add(ctx, operation, domain)
	if failure, ok := errors.AsType[*service.Error](err); ok && failure.Ambiguous {
		failure.Advice = adapter.AdviceImport("that the organization already has the domain", o.DomainID(domain))
	}
	return added, err
}

// isMicrosofts reports whether a domain is below the names of which tenants get their
// initial domains.
func isMicrosofts(domain string) bool {
	return slices.ContainsFunc([]string{"onmicrosoft.com", "onmicrosoft.us", "partner.onmschina.cn"}, func(own string) bool {
		return domain == own || strings.HasSuffix(domain, "."+own)
	})
}

// add makes the domain. The list may not show one that was there before, and reads by ID
// neither a new one nor for a while that one is gone: a conflict alone proves nothing.
func (o *organization) add(ctx context.Context, operation, domain string) (service.Domain, error) {
	var added domainObject
	var found service.Domain
	exists, mayBeOurs := false, false
	look := func() (bool, error) {
		var err error
		found, err = o.reread(ctx, operation, domain)
		return err == nil && found.State != service.StateAbsent, err
	}
	err := o.lag.Patiently(ctx, operation, "Microsoft shows the domain, or forgets it", func() (lags bool, err error) {
		exists, err = o.Settle(ctx, operation, func(again bool) (isOpen bool, err error) {
			mayBeOurs = mayBeOurs || again
			added, err = o.client.add(ctx, domain)
			return httpapi.Ambiguous(err) || err == nil && o.checkObject(operation, domain, added) != nil, err
		}, look)
		if refused := err; refusedBy(refused).isDuplicate() {
			if exists, err = look(); err == nil {
				return !exists, refused
			}
		}
		return false, err
	})
	switch {
	case exists && (err == nil || mayBeOurs):
		o.Remember(domain, func(m *memory) { *m = memory{confirmed: m.confirmed, last: m.last, addedAt: o.now()} })
		if o.isBornVerified(ctx, operation, domain) {
			return found, nil
		}
		return o.AfterLostAdd(operation, found)
	case exists:
		return found, o.AlreadyExists(operation, found, err)
	case err != nil:
		return service.Domain{}, o.addRefused(ctx, operation, domain, err)
	}
	if err := o.checkObject(operation, domain, added); err != nil {
		return service.Domain{}, err
	}
	o.Remember(domain, func(m *memory) { *m = memory{addedAt: o.now()} })
	return o.learn(domain, added), nil
}

// addRefused says what a refusal means while the tenant does not have the domain.
func (o *organization) addRefused(ctx context.Context, operation, domain string, err error) error {
	refused := refusedBy(err)
	switch {
	case refused.isDuplicate():
		return o.Refusal(ctx, operation, err, adapter.HeldElsewhere(
			"Microsoft reports that the domain exists, and does not show it in this tenant: another tenant may have it, or it was deleted a moment ago",
			"Run Terraform again in a few minutes. If the error persists, remove the domain from the tenant that has it."))
	case refused.isHeldElsewhere():
		return o.heldElsewhere(ctx, operation, domain, err)
	case refused.status == http.StatusBadRequest:
		advice := adviceSeeError
		if root := o.federatedAbove(domain); root != "" {
			advice += " The domain " + root + " is federated, and a subdomain of a federated domain has to be added with its settings: add it in the admin center or with PowerShell, then import it."
		}
		return o.NotAccepted(ctx, operation, err, advice)
	case refused.status == http.StatusInternalServerError:
		return o.Refusal(ctx, operation, err, adapter.Transient("Microsoft failed to add the domain, and does not have it",
			"Run Terraform again. Microsoft responds like this to names of its own as well, such as those below microsoft.com."))
	}
	return o.writeFailure(ctx, operation, domain, err)
}

// isBornVerified reports whether the tenant verifies the domain when it is added, as it does
// below a domain that is verified.
func (o *organization) isBornVerified(ctx context.Context, operation, domain string) bool {
	snapshot, _ := o.Snapshot(ctx, operation) // without it, none is
	for _, above := range adapter.Parents(domain) {
		if snapshot.Domains[above].State.Verified() {
			return true
		}
	}
	return false
}

// federatedAbove returns the federated domain of the tenant above a domain, or "".
func (o *organization) federatedAbove(domain string) string {
	for _, above := range adapter.Parents(domain) {
		if o.Recall(above).last.AuthenticationType == "Federated" {
			return above
		}
	}
	return ""
}
