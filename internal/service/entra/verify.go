// SPDX-License-Identifier: MPL-2.0

package entra

import (
	"context"

	"github.com/domainverify/terraform-provider-domainverify/internal/httpapi"
	"github.com/domainverify/terraform-provider-domainverify/internal/service"
	"github.com/domainverify/terraform-provider-domainverify/internal/service/adapter"
)

// Verify implements adapter.Operations. A plain verify may take over an unmanaged tenant, so
// that Microsoft is asked first who has the domain (wire/entra.md 9).
func (o *organization) Verify(ctx context.Context, operation string, request service.VerifyRequest, known service.Domain) (service.Domain, error) {
	if known.State.Verified() {
		return known, nil
	}
	domain := request.ID.Domain
	mayTakeOver := request.Options.Enabled(OptionTakeOver)
	o.Remember(domain, func(m *memory) { m.mayTakeOver = mayTakeOver })
	found, err := o.reread(ctx, operation, domain)
	switch {
	case err != nil:
		return service.Domain{}, err
	case found.State.Verified(), o.isUnderWay(domain):
		return found, nil
	case found.State == service.StateAbsent:
		return service.Domain{}, adapter.DomainMissing(operation)
	case found.State == service.StateReleasing:
		return service.Domain{}, releasing(operation)
	}
	if !mayTakeOver {
		if err := o.checkHolder(ctx, operation, domain); err != nil {
			return service.Domain{}, err
		}
	}
	return o.verify(ctx, operation, domain)
}

// isUnderWay reports whether another attempt would be one too many: Microsoft has
// confirmed the domain and reads do not show it yet, or verifies it in the background.
func (o *organization) isUnderWay(domain string) bool {
	m := o.Recall(domain)
	return o.lag.IsRecent(m.verifiedAt) || m.takesOver && !m.hasFailed(operationVerification) || m.last.isRunning(operationVerification)
}

// verify makes one attempt. Whatever does not show that the domain is verified is held
// against a reading. One that Microsoft works on has been accepted: none is made beside it.
func (o *organization) verify(ctx context.Context, operation, domain string) (service.Domain, error) {
	o.Remember(domain, func(m *memory) { m.before = m.last.State })
	var shown domainObject
	var found service.Domain
	look := func() (accepted bool, err error) {
		found, err = o.reread(ctx, operation, domain)
		return err == nil && (found.State.Verified() || o.Recall(domain).last.isRunning(operationVerification)), err
	}
	accepted, err := o.Settle(ctx, operation, func(bool) (isOpen bool, err error) {
		shown, err = o.client.verify(ctx, domain)
		return httpapi.Ambiguous(err) && !refusedBy(err).isMissingRecord() || err == nil && o.checkObject(operation, domain, shown) != nil, err
	}, look)
	switch {
	case accepted:
		return found, nil
	case err != nil:
		return o.verifyRefused(ctx, operation, domain, err, look, &found)
	}
	if err := o.checkObject(operation, domain, shown); err != nil {
		return service.Domain{}, err
	}
	o.Remember(domain, func(m *memory) {
		if shown.isVerified() {
			m.verifiedAt = o.now()
		}
		m.takesOver = shown.AvailabilityStatus == takeoverScheduled
	})
	if m := o.Recall(domain); m.takesOver && !m.mayTakeOver {
		return service.Domain{}, unwantedTakeover(operation)
	}
	if shown.isRunning(operationVerification) {
		return o.learn(domain, shown), nil
	}
	// The response is believed, and an attempt is over when others see it, too.
	if _, err := look(); err != nil {
		return service.Domain{}, err
	}
	if found.State.Verified() || o.isUnderWay(domain) {
		return found, nil
	}
	return service.Domain{}, o.notYet(operation)
}

// verifyRefused says what a refusal means. The domain may be verified all the same.
func (o *organization) verifyRefused(ctx context.Context, operation, domain string, err error, look func() (bool, error), found *service.Domain) (service.Domain, error) {
	refused := refusedBy(err)
	switch {
	case refused.isHeldElsewhere():
		return service.Domain{}, o.heldElsewhere(ctx, operation, domain, err)
	case refused.code == codeConcurrent, !refused.isRequest() && !refused.isMissingRecord() && !refused.isNotFound():
		return service.Domain{}, o.writeFailure(ctx, operation, domain, err)
	}
	if accepted, failed := look(); accepted || failed != nil {
		return *found, failed
	}
	if found.State == service.StateAbsent {
		return service.Domain{}, adapter.DomainMissing(operation)
	}
	failure := o.notYet(operation)
	failure.Response = o.ResponseOf(err)
	return service.Domain{}, failure
}

func (o *organization) notYet(operation string) *service.Error {
	return adapter.NewError(operation, adapter.NotYet("Microsoft has not found the record yet",
		"Compare name and value of the published record with the expected one. After a wrong record, Microsoft looks again when its TTL has passed, within an hour."))
}

// unwantedTakeover is the error of a takeover that only the response to verify has shown.
func unwantedTakeover(operation string) *service.Error {
	return adapter.NewError(operation, adapter.Blocked(
		"Microsoft has scheduled a takeover: an unmanaged tenant has the domain, whose users and licences move to this tenant, although "+string(OptionTakeOver)+" is not set",
		"Microsoft did not show that tenant before, and has no call that stops the takeover: contact its support if it is not wanted. "+
			"If it is, set "+string(OptionTakeOver)+" to true and run Terraform again, which waits until the takeover is over."))
}

// releasing is the error of a domain with which nothing can be done any more.
func releasing(operation string) *service.Error {
	return adapter.NewError(operation, adapter.Blocked("a forced release of the domain is under way, which takes up to 24 hours",
		"Run Terraform again when the domain is gone."))
}

// Explain implements service.Explainer.
func (a *Adapter) Explain(ctx context.Context, id service.DomainID, method service.Method, token string) error {
	operation := "verify the domain " + id.Domain
	o := a.Get(id.OrganizationID)
	unlock, err := o.Lock(ctx, operation, id.Domain)
	if err != nil {
		return err
	}
	defer unlock()
	found, err := o.reread(ctx, operation, id.Domain)
	switch {
	case err != nil:
		return err
	case found.State == service.StateAbsent:
		return adapter.DomainMissing(operation)
	case found.State == service.StateReleasing:
		return releasing(operation)
	case found.State.Verified(), o.isUnderWay(id.Domain):
		return nil
	}
	current, err := o.token(ctx, operation, id.Domain, false)
	switch {
	case err != nil:
		return err
	case method == service.MethodDNSTXT && token != "" && current != token:
		return o.Rotated(operation)
	case o.Recall(id.Domain).mayTakeOver:
		return nil
	}
	return o.checkHolder(ctx, operation, id.Domain)
}
