// SPDX-License-Identifier: MPL-2.0

package webex

import (
	"context"
	"fmt"
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
		at := strings.LastIndexByte(address, '@')
		if domain, err := domainname.Canonical(address[at+1:]); at >= 0 && err == nil {
			return domain
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

// GuardVerify implements service.LockoutGuard. With enforcement on, users outside
// the verified domains are locked out, administrators included: their own domain
// has to be verified before any other (wire/webex.md 5.1, 5.2).
func (a *Adapter) GuardVerify(ctx context.Context, id service.DomainID) (string, error) {
	operation := "verify the domain " + id.Domain
	o := a.organization(id)
	admins, err := a.administrators(ctx, operation, o)
	if err != nil {
		return "", err
	}
	if id.Domain == admins.domain {
		return "", o.beginVerify(operation, id.Domain, admins)
	}
	snapshot, err := o.Snapshot(ctx, operation)
	if err != nil {
		return "", err
	}
	notice, err := o.guardByDomains(operation, id, admins, snapshot)
	withoutOwner := ""
	if err == nil && admins.unknown != "" {
		withoutOwner, err = o.guardWithoutOwner(operation, admins, snapshot)
	}
	if err != nil {
		return "", err
	}
	return adapter.JoinNonEmpty("\n", withoutOwner, notice), o.beginVerify(operation, id.Domain, admins)
}

// guardByDomains lets another domain pass when the administrators' are verified.
func (o *organization) guardByDomains(operation string, id service.DomainID, admins administrators, snapshot service.Snapshot) (string, error) {
	var missing, unknown []string
	for _, domain := range admins.domains() {
		switch state := snapshot.Of(domain).State; {
		case domain == id.Domain || state.Verified():
		case state == service.StateUnknown:
			unknown = append(unknown, domain)
		default:
			missing = append(missing, domain)
		}
	}
	facts := o.facts()
	switch {
	case len(missing) > 0:
		return "", o.verifyFirst(operation, id, missing[0], admins, snapshot)
	case len(unknown) == 0:
		return "", nil
	case facts.isEnforced(), admins.differ() && !facts.isNotEnforced():
		return "", o.verifyFirst(operation, id, unknown[0], admins, snapshot)
	}
	return o.once("verify", fmt.Sprintf("Webex does not show whether the administrators' own domain %s is verified. If it is not, and verified domains are enforced "+
		"in this organization, verifying another domain first locks the administrators out. Check Control Hub, or %s.", strings.Join(unknown, " or "), adviceReadDomains)), nil
}

// verifyFirst says which domain has to be verified before this one. One that is
// registered may be verified by the record that is published, without its token.
func (o *organization) verifyFirst(operation string, id service.DomainID, first string, admins administrators, snapshot service.Snapshot) error {
	state := snapshot.Of(first).State
	reason := fmt.Sprintf("the administrators' own domain %s is not verified yet", first)
	advice := fmt.Sprintf("Verify %[1]s first. If this configuration verifies it, apply again: the rest of this run continues, and the next run finds it verified "+
		"(with -parallelism=1 that takes a second apply). Where the two are separate resources, and not instances of one for_each, "+
		"depends_on = [domainverify_verification.NAME] in the domainverify_organization_domain of %[2]s, where NAME is the verification of %[1]s, orders apply and destroy.",
		first, id.Domain)
	if state == service.StateUnknown {
		reason = fmt.Sprintf("Webex does not show whether the administrators' own domain %s is verified", first)
		advice = "If it is verified, " + adviceReadDomains + ". " + advice
	}
	reason += "; verifying another one first can lock the administrators out of the organization"
	switch {
	case admins.differ():
		reason += fmt.Sprintf(". The token's owner has an address in %s, and admin_domain is %s", admins.domain, admins.setting)
		advice += fmt.Sprintf(" If the administrators do not use %s, correct admin_domain in the provider's webex block; it adds to %s and does not replace it.",
			admins.setting, admins.domain)
	case first == admins.setting:
		advice += fmt.Sprintf(" If %s is not the administrators' domain, correct admin_domain in the provider's webex block.", first)
	default:
		advice += fmt.Sprintf(" %s is the mail domain of the token's owner.", first)
	}
	err := blocked(operation, reason, advice)
	facts := o.domain(first)
	if !facts.challenged {
		facts.token = ""
	}
	if facts.verifying {
		err.RetryAfter = guardPause
	} else if facts.token != "" || state != service.StateAbsent {
		firstID := service.DomainID{Service: id.Service, OrganizationID: id.OrganizationID, Domain: first}
		err.VerifyFirst = &service.VerifyRequest{ID: firstID, Method: service.MethodDNSTXT, Token: facts.token}
	}
	return err
}

// guardWithoutOwner stops where the first verified domain makes an enforcement
// effective that is known to be on: who that locks out is not known. Once a
// domain is verified, another one locks out nobody who was not before.
func (o *organization) guardWithoutOwner(operation string, admins administrators, snapshot service.Snapshot) (string, error) {
	if !o.facts().isEnforced() || len(otherVerified(snapshot)) > 0 {
		return o.noticeUnknownOwner("verify without owner", admins), nil
	}
	advice := "Use the access token of a full administrator with an account in this organization for this run, or verify the administrators' domain in Control Hub, " +
		"or switch the enforcement off there until it is verified."
	if admins.foreign {
		// What locks this organization's administrators out is theirs to know.
		advice = adviceSetAdminDomain
	}
	if !snapshot.Known {
		advice += " If it is verified already, " + adviceReadDomains + "."
	}
	return "", blockedByUnknownOwner(operation, admins, advice)
}

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
	verifying := o.others(func(facts *domainFacts) bool { return facts.verifying }, named...)
	if len(verifying) == 0 {
		o.locked(domain).releaseAllowed = true
		return nil
	}
	if o.current.isNotEnforced() {
		return nil
	}
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
	return len(o.others(func(facts *domainFacts) bool { return facts.releasing }, domain)) > 0
}

// others returns the domains of a kind that are not named, to whoever holds mu.
func (o *organization) others(isOne func(*domainFacts) bool, named ...string) []string {
	var others []string
	for domain, facts := range o.domains {
		if isOne(facts) && !slices.Contains(named, domain) {
			others = append(others, domain)
		}
	}
	slices.Sort(others)
	return others
}
