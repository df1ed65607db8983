// SPDX-License-Identifier: MPL-2.0

package lockout

import (
	"context"
	"slices"

	"github.com/domainverify/terraform-provider-domainverify/internal/service"
)

// ownerLockKey cannot be a domain.
const ownerLockKey = "token owner"

// Owner is the owner of the credentials.
type Owner struct {
	// Domain is the owner's mail domain, empty where it is not known or the owner has
	// no account in this organization.
	Domain string
	// Unknown says why the domain is not known.
	Unknown string
	// Unanswered: the service failed, so that another request may show the owner.
	Unanswered bool
	// Foreign: the owner belongs to another organization, whose enforcement does
	// not concern the owner.
	Foreign bool
}

// administrators are the domains that the guard protects: that of the owner, and the
// configured one.
type administrators struct {
	Owner
	// setting is admin_domain, or empty.
	setting string
}

// domains has the owner's first, who is locked out at once.
func (a administrators) domains() []string {
	return slices.Compact(slices.DeleteFunc([]string{a.Domain, a.setting}, func(domain string) bool { return domain == "" }))
}

// differ reports whether the setting names another domain than the owner has.
func (a administrators) differ() bool { return len(a.domains()) == 2 }

// ownerRequests is how often the owner is asked for while the service fails: a few steps later
// it may respond, and an outage must not delay every step of a run.
const ownerRequests = 3

// administrators asks the service for the owner, also where admin_domain is set, until it has
// said who that is. Not knowing the owner is no error.
func (g *Guard) administrators(ctx context.Context, operation string) (administrators, error) {
	unlock, err := g.organization.Lock(ctx, operation, ownerLockKey)
	if err != nil {
		return administrators{}, err
	}
	defer unlock()
	if g.owner == nil || g.owner.Unanswered && g.ownerAsked < ownerRequests {
		found, err := g.Owner(ctx, operation)
		if err != nil {
			return administrators{}, err
		}
		g.owner = &found
		g.ownerAsked++
	}
	admins := administrators{Owner: *g.owner, setting: g.AdminDomain}
	if admins.Foreign && admins.setting != "" {
		admins.Unknown = ""
	}
	return admins, nil
}

// blockedByUnknownOwner is the error of a step that may lock out administrators whose
// domain is not known.
func blockedByUnknownOwner(operation string, admins administrators, advice string) *service.Error {
	return blocked(operation, "this organization enforces verified domains, and it is not known which domain its administrators use, because "+admins.Unknown+
		"; verifying or releasing domains in the wrong order locks them out", advice)
}

// noticeUnknownOwner warns once about a kind of step.
func (g *Guard) noticeUnknownOwner(kind string, admins administrators) string {
	guarded, advice := "", g.adviceSetAdminDomain()
	if admins.setting != "" {
		guarded = "The domain of admin_domain (" + admins.setting + ") alone is guarded. "
		advice = "If the administrators have addresses in another domain, set admin_domain to that one."
	}
	return g.once(kind, "It is not known which domain the administrators use, because "+admins.Unknown+". "+guarded+
		"If verified domains are enforced in this organization, verifying or releasing domains in the wrong order locks the administrators out. "+advice)
}

func (g *Guard) adviceSetAdminDomain() string {
	return "Set admin_domain in the provider's " + g.Service + " block to the mail domain of this organization's administrators."
}
