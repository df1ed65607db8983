// SPDX-License-Identifier: MPL-2.0

package zoho

import (
	"context"
	"fmt"

	"github.com/domainverify/terraform-provider-domainverify/internal/service"
	"github.com/domainverify/terraform-provider-domainverify/internal/service/outcome"
)

// openAdd remembers that it is not known whether the domain was added. The
// caller may have to wait for Zoho before it can look, and then adds again.
func (o *organization) openAdd(domain string) {
	o.mu.Lock()
	defer o.mu.Unlock()
	o.openAdds[domain] = true
}

func (o *organization) hasOpenAdd(domain string) bool {
	o.mu.Lock()
	defer o.mu.Unlock()
	return o.openAdds[domain]
}

// settleAdd reports whether it was open until now.
func (o *organization) settleAdd(domain string) bool {
	o.mu.Lock()
	defer o.mu.Unlock()
	was := o.openAdds[domain]
	delete(o.openAdds, domain)
	return was
}

// afterLostAdd says what a look after a lost answer means. A domain that is
// there and was not known to be absent may be somebody else's work, and taking
// it over would be deleting it some day.
func (o *organization) afterLostAdd(ctx context.Context, doing, domain string, found service.Domain, lookErr error) (service.Domain, error) {
	switch {
	case lookErr != nil:
		return service.Domain{}, o.afterLost(ctx, doing, lookErr)
	case o.settleAdd(domain):
		return found, nil
	}
	found = o.existing(domain, found)
	return found, &service.Error{
		Class: service.AlreadyExists, Attempt: doing,
		Reason: hasAlready(found) + "; whether it had it before cannot be told, because Zoho's list of domains did not say and the answer to adding it was lost",
	}
}

// notShownYet: the second request is refused because of a domain that is there,
// and the first one was lost. Most likely that one made it, and the list lags.
func (o *organization) notShownYet(ctx context.Context, doing string, err error) error {
	return o.refusal(ctx, doing, err, service.Transient,
		"Zoho says that somebody has the domain, and does not show it in this organization", outcome.AdviceRunAgain)
}

const whetherAdded = "Whether the domain was added is not known, because the answer to that was lost."

func adviceOpenAdd(failed *service.Error, id service.DomainID) string {
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
