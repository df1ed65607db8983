// SPDX-License-Identifier: MPL-2.0

package entra

import (
	"context"
	"fmt"
	"strings"

	"github.com/domainverify/terraform-provider-domainverify/internal/service"
	"github.com/domainverify/terraform-provider-domainverify/internal/service/adapter"
)

// Challenge implements adapter.Operations. What Microsoft shows for a verified domain is not
// known; without a record there is nothing to publish (wire/entra.md 1.3).
func (o *organization) Challenge(ctx context.Context, operation, domain string, _ service.Method) (service.Challenge, error) {
	found, err := o.Find(ctx, operation, domain)
	switch {
	case err != nil:
		return service.Challenge{}, err
	case found.State == service.StateAbsent:
		return service.Challenge{}, adapter.DomainMissing(operation)
	case found.State == service.StateReleasing:
		return service.Challenge{}, releasing(operation)
	}
	token, err := o.token(ctx, operation, domain, found.State.Verified())
	return service.Challenge{Token: token, Rereadable: true}, err
}

// token reads the token of a domain that is there. Its records lag behind it.
func (o *organization) token(ctx context.Context, operation, domain string, isVerified bool) (token string, err error) {
	err = o.lag.Patiently(ctx, operation, "Microsoft shows the records of the new domain", func() (lags bool, err error) {
		records, err := o.client.records(ctx, domain)
		refused := refusedBy(err)
		switch {
		case isVerified && (refused.isNotFound() || refused.isRequest()):
			return false, o.NeedsNoToken(operation)
		case refused.isNotFound():
			return true, adapter.DomainMissing(operation)
		case err != nil:
			return false, o.Failure(ctx, operation, err)
		}
		token, err = o.tokenOf(operation, records, isVerified)
		return false, err
	})
	return token, err
}

// tokenOf chooses the TXT record by its type and text: the order is not certain.
func (o *organization) tokenOf(operation string, records []*record, isVerified bool) (token string, err error) {
	isUsual := false // Publication makes the text of the token
	for _, one := range records {
		if !strings.EqualFold(one.Type, "txt") || one.Text == "" {
			continue
		}
		if token != "" && token != tokenIn(one.Text) {
			return "", o.Unpublishable(operation, "Microsoft shows two TXT records that differ", isVerified)
		}
		token = tokenIn(one.Text)
		isUsual = isUsual || one.Text == textPrefix+token
	}
	switch {
	case token == "" && isVerified:
		return "", o.NeedsNoToken(operation)
	case token == "":
		return "", o.MissingContent(operation, "a TXT record")
	case service.CheckToken(token) != nil:
		return "", o.Unpublishable(operation, fmt.Sprintf("Microsoft shows a token that cannot be published: %v", service.CheckToken(token)), isVerified)
	case tokenForm.MatchString(token) && !isUsual:
		return "", o.Unpublishable(operation, "Microsoft shows a TXT record of a form that is not known", isVerified)
	}
	return token, nil
}
