// SPDX-License-Identifier: MPL-2.0

package lockout

import (
	"context"
	"errors"
	"slices"
	"strings"

	"github.com/domainverify/terraform-provider-domainverify/internal/service"
	"github.com/domainverify/terraform-provider-domainverify/internal/service/adapter"
)

// Release is GuardRelease of service.LockoutGuard: the administrators' domain is
// released last. The response to the release of another one carries the lists of
// the organization, so asking again during such a release may clear the way even
// where nothing can be read.
func (g *Guard) Release(ctx context.Context, domain string) (notice string, err error) {
	notice, err = g.release(ctx, domain)
	if blocked, ok := errors.AsType[*service.Error](err); ok && blocked.Class == service.Blocked && g.isReleasingOthers(domain) {
		blocked.RetryAfter = guardPause
	}
	return notice, err
}

func (g *Guard) release(ctx context.Context, domain string) (notice string, err error) {
	operation := "release the domain " + domain
	admins, err := g.administrators(ctx, operation)
	if err != nil {
		return "", err
	}
	domains := admins.domains()
	other := len(domains) > 0 && !slices.Contains(domains, domain)
	if other && admins.Unknown == "" && !slices.ContainsFunc(domains, func(admin string) bool { return isBelow(admin, domain) }) {
		return "", nil
	}
	snapshot, err := g.organization.Current(ctx, operation, maxAge)
	below := ""
	if other {
		below = g.unverifiedBelow(domain, domains, snapshot)
	}
	switch {
	case err != nil:
		return "", err
	case other && below == "" && admins.Unknown == "":
		return "", nil
	case other && below == "":
		return g.releaseOfOther(operation, admins)
	case len(domains) == 0:
		return g.releaseOfAny(operation, domain, admins, snapshot)
	case !snapshot.Known:
		return "", g.releaseUnread(operation, domain, snapshot)
	case !snapshot.Of(domain).State.Verified():
		return "", nil
	}
	before := []string{domain}
	if admins.differ() && (domain == admins.setting || below == admins.setting) {
		// The owner's domain goes last of all.
		before = append(before, admins.Domain)
	}
	others := otherVerified(snapshot, before...)
	if len(others) == 0 {
		return "", g.beginRelease(operation, domain, before)
	}
	// depends_on among instances of one for_each would be a cycle.
	what := "it is the administrators' own domain"
	if below != "" {
		what = "the administrators' own domain " + below + " is below it and not verified itself"
	}
	stopped := blocked(operation, what+", and others are still verified ("+strings.Join(others, ", ")+
		"); releasing it first can lock the administrators out of the organization",
		"Release the others first. If this run destroys them as well, run it again once they are gone (with -parallelism=1 that takes a second destroy). "+
			"Where they are separate resources, and not instances of one for_each, depends_on = [domainverify_verification.NAME] in their domainverify_organization_domain, "+
			"where NAME is the verification of "+domain+", orders apply and destroy. "+adviceCorrectAdminDomain)
	stopped.Others = others
	return "", stopped
}

// unverifiedBelow is the administrators' domain below another one that is not verified
// itself, or empty. Whether the verification of a domain covers the names below it is not
// known, and the administrators are in.
func (g *Guard) unverifiedBelow(domain string, admins []string, snapshot service.Snapshot) string {
	if !snapshot.Known || g.isNotEnforced() {
		return ""
	}
	for _, admin := range admins {
		if isBelow(admin, domain) && !snapshot.Of(admin).State.Verified() {
			return admin
		}
	}
	return ""
}

func isBelow(name, domain string) bool { return strings.HasSuffix(name, "."+domain) }

// releaseOfAny is for an organization of which any domain may be the
// administrators' own.
func (g *Guard) releaseOfAny(operation, domain string, admins administrators, snapshot service.Snapshot) (string, error) {
	if g.isEnforced() && (!snapshot.Known || snapshot.Of(domain).State.Verified() && len(otherVerified(snapshot, domain)) > 0) {
		return "", blockedByUnknownOwner(operation, admins, g.adviceSetAdminDomain())
	}
	return g.noticeUnknownOwner("release", admins), nil
}

// releaseOfOther is for a domain that is not that of admin_domain and may be
// the owner's. Where the owner is not known because the service failed, and the
// enforcement is known to be on, it stops; a token that does not show its owner
// never will.
func (g *Guard) releaseOfOther(operation string, admins administrators) (string, error) {
	switch {
	case g.isNotEnforced():
		return "", nil
	case admins.Unanswered && g.isEnforced():
		return "", blockedByUnknownOwner(operation, admins, "Run Terraform again when "+g.Company+" responds.")
	}
	return g.noticeUnknownOwner("release", admins), nil
}

// releaseUnread stops unless the enforcement is known to be off.
func (g *Guard) releaseUnread(operation, domain string, snapshot service.Snapshot) error {
	if g.isNotEnforced() {
		return nil
	}
	advice := "First " + g.AdviceReadDomains
	if snapshot.Notice != "" {
		advice = snapshot.Notice + " Correct that"
	}
	return blocked(operation, "it is the administrators' own domain, and "+g.Company+" does not show whether other domains are still verified; if some are, and verified domains "+
		"are enforced in this organization, releasing it locks the administrators out",
		advice+", and destroy again. If no other domain is verified, which "+g.Console+" shows, "+
			adapter.AdviceArgument("skip_lockout_guard_on_release = true", domain)+".")
}
