// SPDX-License-Identifier: MPL-2.0

package zoho

import (
	"context"
	"fmt"

	"github.com/domainverify/terraform-provider-domainverify/internal/service"
	"github.com/domainverify/terraform-provider-domainverify/internal/service/outcome"
)

// pendingAdd remembers that it is not known whether the domain was added. The
// caller may have to wait for Zoho before it can look, and then adds again.
func (o *organization) pendingAdd(domain string) {
	o.mu.Lock()
	defer o.mu.Unlock()
	o.pendingAdds[domain] = true
}

func (o *organization) hasPendingAdd(domain string) bool {
	o.mu.Lock()
	defer o.mu.Unlock()
	return o.pendingAdds[domain]
}

// clearPendingAdd reports whether it was open until now.
func (o *organization) clearPendingAdd(domain string) bool {
	o.mu.Lock()
	defer o.mu.Unlock()
	was := o.pendingAdds[domain]
	delete(o.pendingAdds, domain)
	return was
}

// afterAmbiguousAdd says what a look after a lost answer means. A domain that is
// there and was not known to be absent may be somebody else's work, and taking
// it over would be deleting it some day.
func (o *organization) afterAmbiguousAdd(ctx context.Context, operation, domain string, found service.Domain, lookErr error) (service.Domain, error) {
	switch {
	case lookErr != nil:
		return service.Domain{}, o.afterAmbiguous(ctx, operation, lookErr)
	case o.clearPendingAdd(domain):
		return found, nil
	}
	found = o.existing(domain, found)
	return found, &service.Error{
		Class: service.AlreadyExists, Operation: operation,
		Reason: hasAlready(found) + "; whether it had it before cannot be told, because Zoho's list of domains did not say and the answer to adding it was lost",
	}
}

// notShownYet: the second request is refused because of a domain that is there,
// and the first one was lost. Most likely that one made it, and the list lags.
func (o *organization) notShownYet(ctx context.Context, operation string, err error) error {
	return o.refusal(ctx, operation, err, service.Transient,
		"Zoho says that somebody has the domain, and does not show it in this organization", outcome.AdviceRunAgain)
}

const whetherAdded = "Whether the domain was added is not known, because the answer to that was lost."

func adviceAmbiguousAdd(failed *service.Error, id service.DomainID) string {
	advice := failed.Advice
	switch failed.Class {
	case service.Interrupted:
	case service.Throttled:
		advice = "Wait that long, then run Terraform again. " + whetherAdded
	default:
		advice += " " + whetherAdded
	}
	return fmt.Sprintf("%s If Terraform then says that the organization has the domain already, import it:\n\n  terraform import ADDRESS %s", advice, id)
}
