// SPDX-License-Identifier: MPL-2.0

package entra

import (
	"context"
	"errors"
	"net/http"
	"regexp"
	"strings"

	"github.com/domainverify/terraform-provider-domainverify/internal/service"
	"github.com/domainverify/terraform-provider-domainverify/internal/service/adapter"
)

var guidInIssuer = regexp.MustCompile(`/([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})(?:/|$)`)

// holderOf returns the tenant that has verified a name, or "" (wire/entra.md 9).
func (o *organization) holderOf(ctx context.Context, operation, name string) (tenant string, err error) {
	found, err := o.client.discover(ctx, name)
	if refused, ok := adapter.Refused(err); ok && refused.Status == http.StatusBadRequest {
		if body, _ := adapter.DecodeErrorBody(refused.Body); body.Text("error") == "invalid_tenant" {
			return "", nil
		}
	}
	if err != nil {
		return "", o.Failure(ctx, operation, err)
	}
	shown := guidInIssuer.FindStringSubmatch(strings.ToLower(found.Issuer))
	if shown == nil {
		return "", o.MissingContent(operation, "the tenant that has the name "+name)
	}
	return shown[1], nil
}

// checkHolder refuses a domain that another tenant has. Below a domain of another tenant
// the response may be about that domain alone, so that it proves nothing.
func (o *organization) checkHolder(ctx context.Context, operation, domain string) error {
	tenant, err := o.holderOf(ctx, operation, domain)
	if err != nil || tenant == "" || tenant == o.ID {
		return err
	}
	if _, parent, _ := strings.Cut(domain, "."); strings.Contains(parent, ".") {
		ofParent, err := o.holderOf(ctx, operation, parent)
		if err != nil || ofParent == tenant {
			return err
		}
	}
	return o.heldBy(operation, domain, tenant)
}

// heldElsewhere is the error of a refusal that says so. Who has the domain is asked for
// the message alone.
func (o *organization) heldElsewhere(ctx context.Context, operation, domain string, refused error) error {
	held := o.heldBy(operation, domain, "")
	if known, ok := errors.AsType[*service.Error](o.checkHolder(ctx, operation, domain)); ok && known.Class == service.HeldElsewhere {
		held = known
	}
	held.Response = o.ResponseOf(refused)
	return held
}

// heldBy advises to take the tenant over only where that was not what has failed.
func (o *organization) heldBy(operation, domain, tenant string) *service.Error {
	held := adapter.NewError(operation, adapter.HeldElsewhere(
		adapter.JoinNonEmpty(", ", "the domain is verified in another tenant", tenant),
		"Remove the domain from that tenant first."))
	if !o.Recall(domain).mayTakeOver {
		held.Advice += " If it is an unmanaged tenant, which Microsoft made when somebody signed up with an address of the domain, " +
			"become its administrator and remove the domain there, or take it over with all its users: set " + string(OptionTakeOver) + " to true in the domainverify_verification."
	}
	return held
}
