// SPDX-License-Identifier: MPL-2.0

package webex

import (
	"context"
	"net/http"
	"slices"
	"strings"
	"time"

	"github.com/domainverify/terraform-provider-domainverify/internal/domainname"
	"github.com/domainverify/terraform-provider-domainverify/internal/httpapi"
	"github.com/domainverify/terraform-provider-domainverify/internal/service"
	"github.com/domainverify/terraform-provider-domainverify/internal/service/adapter"
)

// guardPause is how soon it is worth asking again about what this run has begun:
// the verification of the administrators' domain, or the release of another.
const guardPause = 2 * time.Second

// ownerLockKey cannot be a domain.
const ownerLockKey = "token owner"

// owner is the owner of the access token.
type owner struct {
	// domain is the owner's mail domain, empty where it is not known or the owner has
	// no account in this organization.
	domain string
	// unknown says why the domain is not known.
	unknown string
	// unanswered: the service failed, so that asking again may tell.
	unanswered bool
	// foreign: the owner belongs to another organization, whose enforcement does
	// not concern the owner.
	foreign bool
}

// administrators are the domains that the lockout guard protects: that of the
// token's owner, and the configured one. The setting adds to what Webex says and
// replaces nothing: an organization may have been renamed since it was written.
type administrators struct {
	owner
	// setting is admin_domain, or empty.
	setting string
}

// domains has the owner's first, who is locked out at once.
func (a administrators) domains() []string {
	return slices.Compact(slices.DeleteFunc([]string{a.domain, a.setting}, func(domain string) bool { return domain == "" }))
}

// differ reports whether the setting names another domain than the owner has.
func (a administrators) differ() bool { return len(a.domains()) == 2 }

// administrators asks Webex for the owner also where admin_domain is set. Not
// knowing the owner is no error.
func (a *Adapter) administrators(ctx context.Context, operation string, o *organization) (administrators, error) {
	found, err := o.tokenOwner(ctx, operation)
	if found.foreign && a.adminDomain != "" {
		found.unknown = ""
	}
	return administrators{owner: found, setting: a.adminDomain}, err
}

// tokenOwner finds the owner once.
func (o *organization) tokenOwner(ctx context.Context, operation string) (owner, error) {
	unlock, err := o.Lock(ctx, operation, ownerLockKey)
	if err != nil {
		return owner{}, err
	}
	defer unlock()
	if known := o.facts().owner; known != nil {
		return *known, nil
	}
	var found owner
	person, err := o.client.me(ctx)
	refused, isRefused := adapter.Refused(err)
	switch uuid, ok := organizationUUID(person.OrgID); {
	case httpapi.IsInterrupted(err), isRefused && isLockout(refused):
		return owner{}, o.Failure(ctx, operation, err)
	case err != nil:
		// Service apps have no person behind them.
		found.unknown = "GET /people/me does not answer for this token"
		status := httpapi.StatusOf(err)
		found.unanswered = status != http.StatusUnauthorized && status != http.StatusForbidden && status != http.StatusNotFound
	case !ok || uuid != o.ID:
		found.foreign, found.unknown = true, "the token's owner belongs to another organization (a partner's, perhaps)"
	default:
		if found.domain = mailDomain(person); found.domain == "" {
			found.unknown = "the token's owner has no mail address"
		}
	}
	o.updateFacts(func(facts *organizationFacts) { facts.owner = &found })
	return found, nil
}

func mailDomain(person personResponse) string {
	for _, address := range person.Emails {
		if _, domain, ok := strings.Cut(address, "@"); ok {
			if domain, err := domainname.Canonical(domain); err == nil {
				return domain
			}
		}
	}
	return ""
}

// otherVerified returns the verified domains that the list does not name.
func otherVerified(snapshot service.Snapshot, named ...string) []string {
	var others []string
	for name, domain := range snapshot.Domains {
		if domain.State.Verified() && !slices.Contains(named, name) {
			others = append(others, name)
		}
	}
	slices.Sort(others)
	return others
}

// blocked is the error of a step that the guard stops.
func blocked(operation, reason, advice string) *service.Error {
	return &service.Error{Class: service.Blocked, Operation: operation, Reason: reason + ". No request was made", Advice: advice}
}

// blockedByUnknownOwner stops a step of which it is not known whom it locks out.
func blockedByUnknownOwner(operation string, admins administrators, advice string) *service.Error {
	return blocked(operation, "this organization enforces verified domains, and it is not known which domain its administrators use, because "+admins.unknown+
		"; verifying or releasing domains in the wrong order locks them out", advice)
}

// noticeUnknownOwner warns once about a kind of step.
func (o *organization) noticeUnknownOwner(step string, admins administrators) string {
	guarded, advice := "", adviceSetAdminDomain
	if admins.setting != "" {
		guarded = "The domain of admin_domain (" + admins.setting + ") alone is guarded. "
		advice = "If the administrators have addresses in another domain, set admin_domain to that one."
	}
	return o.once(step, "It is not known which domain the administrators use, because "+admins.unknown+". "+guarded+
		"If verified domains are enforced in this organization, verifying or releasing domains in the wrong order locks the administrators out. "+advice)
}

const (
	adviceSetAdminDomain     = "Set admin_domain in the provider's webex block to the mail domain of this organization's administrators."
	adviceCorrectAdminDomain = "If the administrators now use another domain, use a token whose owner has an address there, and correct admin_domain."
	adviceReadDomains        = "set drift_probe_domain in the provider's webex block, so that the verified domains can be read"
)

// beginVerify lets the verification of a domain begin unless the release of one of
// the administrators' has been let pass: together they would do what the guard
// refuses in either order. The owner's domain keeps the owner in, whatever else is
// released.
func (o *organization) beginVerify(operation, domain string, admins administrators) error {
	o.mu.Lock()
	defer o.mu.Unlock()
	for _, admin := range admins.domains() {
		if admin != domain && domain != admins.domain && o.locked(admin).releaseAllowed {
			if o.current.isNotEnforced() {
				return nil
			}
			return blocked(operation, "this run releases the administrators' own domain "+admin+" at the same time; "+
				"verifying another one can lock the administrators out of the organization",
				"Keep "+admin+" in the configuration as long as other domains are verified. "+adviceCorrectAdminDomain)
		}
	}
	facts := o.locked(domain)
	facts.releaseAllowed, facts.verifying = false, true
	return nil
}

// VerifyEnded implements service.LockoutGuard.
func (a *Adapter) VerifyEnded(id service.DomainID) {
	a.organization(id).updateDomain(id.Domain, func(facts *domainFacts) { facts.verifying = false })
}

// beginRelease lets the release of one of the administrators' domains pass unless
// the verification of a domain that is not named is in progress.
func (o *organization) beginRelease(operation, domain string, named []string) error {
	o.mu.Lock()
	defer o.mu.Unlock()
	var verifying []string
	for other, facts := range o.domains {
		if facts.verifying && !slices.Contains(named, other) {
			verifying = append(verifying, other)
		}
	}
	if len(verifying) == 0 {
		o.locked(domain).releaseAllowed = true
		return nil
	}
	if o.current.isNotEnforced() {
		return nil
	}
	slices.Sort(verifying)
	err := blocked(operation, "it is the administrators' own domain, and this run verifies other domains ("+strings.Join(verifying, ", ")+
		"); releasing it can lock the administrators out of the organization",
		"Keep it as long as other domains are verified. "+adviceCorrectAdminDomain)
	err.RetryAfter = guardPause
	return err
}

// isReleasingOthers reports whether the release of another domain is in progress.
func (o *organization) isReleasingOthers(domain string) bool {
	o.mu.Lock()
	defer o.mu.Unlock()
	for other, facts := range o.domains {
		if facts.releasing && other != domain {
			return true
		}
	}
	return false
}
