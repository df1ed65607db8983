// SPDX-License-Identifier: MPL-2.0

package google

import (
	"context"

	"github.com/domainverify/terraform-provider-domainverify/internal/httpapi"
	"github.com/domainverify/terraform-provider-domainverify/internal/service"
	"github.com/domainverify/terraform-provider-domainverify/internal/service/adapter"
)

// Release implements service.Service. It is sent whatever the list shows: a list that is
// wrong in one place must not let a domain be taken for released.
func (a *Adapter) Release(ctx context.Context, request service.ReleaseRequest) error {
	operation, domain := "release the domain "+request.ID.Domain, request.ID.Domain
	o := a.Get(request.ID.OrganizationID)
	snapshot, unlock, err := o.Begin(ctx, operation, domain)
	if err != nil {
		return err
	}
	defer unlock()
	isGone := func() (bool, error) {
		is, err := o.isVerified(ctx, operation, domain)
		return err == nil && !is, err
	}
	gone, err := o.Settle(ctx, operation, func(bool) (isOpen bool, err error) {
		err = o.client.delete(ctx, domain)
		return httpapi.Ambiguous(err), err
	}, isGone)
	unowned := isUnowned(err)
	if unowned && snapshot.Of(domain).State.Verified() {
		refused := err
		if gone, err = isGone(); err != nil {
			return err
		}
		if !gone {
			return o.Refusal(ctx, operation, refused, adapter.Meaning{
				Class: service.Transient, Reason: "Google does not find the domain, and lists it as verified by these credentials",
				Advice: "Run Terraform again. If the error persists, check base_url and a proxy in between.",
			})
		}
	}
	switch {
	case gone, unowned, err == nil:
	case isRecordVisible(err):
		return o.Refusal(ctx, operation, err, adapter.Meaning{
			Class: service.NotYet, Reason: "Google still finds a verification record of these credentials",
			Advice: "Remove the record. Google's resolver may keep it for its TTL. To leave the domain verified, set deletion_policy to \"abandon\" and apply first.",
		})
	default:
		return o.WriteFailure(ctx, operation, request.ID, err, "")
	}
	o.DeleteDomain(domain)
	return nil
}
