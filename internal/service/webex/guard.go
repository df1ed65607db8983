// SPDX-License-Identifier: MPL-2.0

package webex

import (
	"context"
	"net/http"
	"strings"

	"github.com/domainverify/terraform-provider-domainverify/internal/domainname"
	"github.com/domainverify/terraform-provider-domainverify/internal/httpapi"
	"github.com/domainverify/terraform-provider-domainverify/internal/service"
	"github.com/domainverify/terraform-provider-domainverify/internal/service/adapter"
	"github.com/domainverify/terraform-provider-domainverify/internal/service/adapter/lockout"
)

// newGuard is the lockout guard of one organization: Webex can enforce verified
// domains, and then locks out users of others (wire/webex.md 5.1, 5.2).
func (o *organization) newGuard() *lockout.Guard {
	return lockout.New(o, lockout.Config{
		Service: Name, Company: "Webex", Console: "Control Hub", AdminDomain: o.adminDomain, Owner: o.tokenOwner,
		Enforced: func() *bool { return o.facts.Get().enforced },
		Token: func(domain string) string {
			if facts := o.memory.Recall(domain); facts.challenged {
				return facts.token
			}
			return ""
		},
		AdviceReadDomains: "set drift_probe_domain in the provider's webex block, so that the verified domains can be read",
	})
}

// GuardVerify implements service.LockoutGuard.
func (a *Adapter) GuardVerify(ctx context.Context, id service.DomainID) (notice string, err error) {
	return a.Get(id.OrganizationID).guard.Verify(ctx, id.Domain)
}

// GuardRelease implements service.LockoutGuard.
func (a *Adapter) GuardRelease(ctx context.Context, id service.DomainID) (notice string, err error) {
	return a.Get(id.OrganizationID).guard.Release(ctx, id.Domain)
}

// VerifyEnded implements service.LockoutGuard.
func (a *Adapter) VerifyEnded(id service.DomainID) {
	a.Get(id.OrganizationID).guard.VerifyEnded(id.Domain)
}

// tokenOwner asks for the owner of the access token. Service apps have no person
// behind them.
func (o *organization) tokenOwner(ctx context.Context, operation string) (lockout.Owner, error) {
	person, err := o.client.me(ctx)
	switch uuid, ok := organizationUUID(person.OrgID); {
	case httpapi.IsInterrupted(err), isLockout(o.ResponseOf(err)):
		return lockout.Owner{}, o.Failure(ctx, operation, err)
	case err != nil:
		status := adapter.StatusOf(err)
		return lockout.Owner{
			Unknown:    "GET /people/me does not answer for this token",
			Unanswered: status != http.StatusUnauthorized && status != http.StatusForbidden && status != http.StatusNotFound,
		}, nil
	case !ok:
		return lockout.Owner{Unknown: "GET /people/me does not show the organization of the token's owner", Unanswered: true}, nil
	case uuid != o.ID:
		return lockout.Owner{Foreign: true, Unknown: "the token's owner belongs to another organization (a partner's, perhaps)"}, nil
	}
	for _, address := range person.Emails {
		at := strings.LastIndexByte(address, '@')
		if domain, err := domainname.Canonical(address[at+1:]); at >= 0 && err == nil {
			return lockout.Owner{Domain: domain}, nil
		}
	}
	return lockout.Owner{Unknown: "the token's owner has no mail address"}, nil
}
