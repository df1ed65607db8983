// SPDX-License-Identifier: MPL-2.0

package webex

import (
	"context"
	"errors"
	"slices"
	"strings"

	"github.com/domainverify/terraform-provider-domainverify/internal/service"
)

// GuardRelease implements service.LockoutGuard: the administrators' domain is
// released last. The response to the release of another one carries the lists of
// the organization, so asking again during such a release may clear the way even
// where nothing can be read.
func (a *Adapter) GuardRelease(ctx context.Context, id service.DomainID) (string, error) {
	notice, err := a.guardRelease(ctx, id)
	if blocked, ok := errors.AsType[*service.Error](err); ok && blocked.Class == service.Blocked && a.organization(id).isReleasingOthers(id.Domain) {
		blocked.RetryAfter = guardPause
	}
	return notice, err
}

func (a *Adapter) guardRelease(ctx context.Context, id service.DomainID) (string, error) {
	operation := "release the domain " + id.Domain
	o := a.organization(id)
	admins, err := a.administrators(ctx, operation, o)
	if err != nil {
		return "", err
	}
	domains := admins.domains()
	other := len(domains) > 0 && !slices.Contains(domains, id.Domain)
	if other && admins.unknown == "" {
		return "", nil
	}
	snapshot, err := o.Snapshot(ctx, operation)
	switch {
	case err != nil:
		return "", err
	case other:
		return o.guardReleaseOfOther(operation, admins)
	case len(domains) == 0:
		return o.guardReleaseOfAny(operation, id, admins, snapshot)
	case !snapshot.Known:
		return "", o.guardUnreadRelease(operation, id, snapshot)
	case !snapshot.Of(id.Domain).State.Verified():
		return "", nil
	}
	before := []string{id.Domain}
	if admins.differ() && id.Domain == admins.setting {
		// The owner's domain goes last of all.
		before = append(before, admins.domain)
	}
	others := otherVerified(snapshot, before...)
	if len(others) == 0 {
		return "", o.beginRelease(operation, id.Domain, before)
	}
	// depends_on among instances of one for_each would be a cycle.
	stopped := blocked(operation, "it is the administrators' own domain, and others are still verified ("+strings.Join(others, ", ")+
		"); releasing it first can lock the administrators out of the organization",
		"Release the others first. If this run destroys them as well, run it again once they are gone (with -parallelism=1 that takes a second destroy). "+
			"Where they are separate resources, and not instances of one for_each, depends_on = [domainverify_verification.NAME] in their domainverify_organization_domain, "+
			"where NAME is the verification of "+id.Domain+", orders apply and destroy. "+adviceCorrectAdminDomain)
	stopped.Others = others
	return "", stopped
}

// guardReleaseOfAny is for an organization of which any domain may be the
// administrators' own.
func (o *organization) guardReleaseOfAny(operation string, id service.DomainID, admins administrators, snapshot service.Snapshot) (string, error) {
	if o.facts().isEnforced() && (!snapshot.Known || snapshot.Of(id.Domain).State.Verified() && len(otherVerified(snapshot, id.Domain)) > 0) {
		return "", blockedByUnknownOwner(operation, admins, adviceSetAdminDomain)
	}
	return o.noticeUnknownOwner("release", admins), nil
}

// guardReleaseOfOther is for a domain that is not that of admin_domain and may be
// the owner's. Where the service has merely failed to tell and the enforcement is
// known to be on, it stops; a token that cannot tell its owner never will.
func (o *organization) guardReleaseOfOther(operation string, admins administrators) (string, error) {
	facts := o.facts()
	switch {
	case facts.isNotEnforced():
		return "", nil
	case admins.unanswered && facts.isEnforced():
		return "", blockedByUnknownOwner(operation, admins, "Run Terraform again when Webex answers.")
	}
	return o.noticeUnknownOwner("release", admins), nil
}

// guardUnreadRelease stops unless the enforcement is known to be off.
func (o *organization) guardUnreadRelease(operation string, id service.DomainID, snapshot service.Snapshot) error {
	if o.facts().isNotEnforced() {
		return nil
	}
	advice := "To let the provider read the verified domains, " + adviceReadDomains
	if snapshot.Notice != "" {
		advice = snapshot.Notice + " Correct that"
	}
	return blocked(operation, "it is the administrators' own domain, and Webex does not show whether other domains are still verified; if some are, and verified domains "+
		"are enforced in this organization, releasing it locks the administrators out",
		advice+", and destroy again. If no other domain is verified, which Control Hub shows, set skip_lockout_guard_on_release = true on the "+
			"domainverify_organization_domain of "+id.Domain+", apply that (with -target for this one resource: a full apply adds again what a destroy has removed), and destroy again.")
}
