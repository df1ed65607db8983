// SPDX-License-Identifier: MPL-2.0

package google

import (
	"context"
	"net/http"

	"github.com/domainverify/terraform-provider-domainverify/internal/httpapi"
	"github.com/domainverify/terraform-provider-domainverify/internal/service"
	"github.com/domainverify/terraform-provider-domainverify/internal/service/adapter"
)

// Release implements adapter.Operations. It is sent whatever the list shows, and a refusal
// because the domain is not verified counts only with a list that agrees: one response that
// is wrong must not let a domain be taken for released.
func (o *organization) Release(ctx context.Context, operation string, request service.ReleaseRequest) error {
	domain := request.ID.Domain
	if _, err := o.Snapshot(ctx, operation); err != nil {
		return err
	}
	gone, err := o.Settle(ctx, operation, func(bool) (isOpen bool, err error) {
		err = o.client.delete(ctx, domain)
		return httpapi.Ambiguous(err) || isUnowned(err), err
	}, func() (bool, error) {
		isVerified, err := o.isVerified(ctx, operation, domain)
		return err == nil && !isVerified, err
	})
	switch {
	case gone, err == nil:
		o.DeleteDomain(domain)
		return nil
	case textIn(err, http.StatusBadRequest, "cannot unverify"):
		return o.Refusal(ctx, operation, err, adapter.NotYet("Google still finds a verification record of these credentials",
			"Remove the record. Google's resolver may keep it for its TTL. To leave the domain verified, "+adapter.AdviceArgument(`deletion_policy = "abandon"`, domain)+"."))
	case isUnowned(err):
		return o.Refusal(ctx, operation, err, adapter.Transient(
			"Google does not find the domain, and lists it as verified by these credentials",
			"Run Terraform again. If the error persists, check base_url and a proxy in between."))
	}
	return o.WriteFailure(ctx, operation, request.ID, err, "")
}
