// SPDX-License-Identifier: MPL-2.0

package webex

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/domainverify/terraform-provider-domainverify/internal/service"
)

// GuardRelease implements service.LockoutGuard: the administrators' domain is
// released last. What removes other domains in the same run answers with the
// lists of the organization, so asking again may clear the way even where
// nothing can be read.
func (a *Adapter) GuardRelease(ctx context.Context, id service.DomainID) (string, error) {
	notice, err := a.guardRelease(ctx, id)
	if blocked, ok := errors.AsType[*service.Error](err); ok && blocked.Class == service.Blocked && a.organization(id).removesOthers(id.Domain) {
		// The answer to that release may clear the way, however long it takes.
		blocked.RetryAfter = guardPause
	}
	return notice, err
}

func (a *Adapter) guardRelease(ctx context.Context, id service.DomainID) (string, error) {
	operation := "release the domain " + id.Domain
	organization := a.organization(id)
	admins, err := a.administrators(ctx, operation, organization)
	if err != nil {
		return "", err
	}
	another := len(admins.domains) > 0 && !admins.administer(id.Domain)
	if another && admins.unsure == "" {
		return "", nil
	}
	snapshot, err := organization.snapshot(ctx, operation)
	if err != nil {
		return "", err
	}
	if another {
		return guardUnsureRelease(operation, organization, admins)
	}
	if len(admins.domains) == 0 {
		return guardReleaseByUnknown(operation, id, organization, admins, snapshot)
	}
	if !snapshot.Known {
		return guardUnreadRelease(operation, id, organization, snapshot)
	}
	if !snapshot.Of(id.Domain).State.Verified() {
		return "", nil
	}
	before := []string{id.Domain}
	if admins.differ() && id.Domain == admins.setting {
		// The owner's domain goes last of all.
		before = append(before, admins.owner)
	}
	others := verifiedBeside(snapshot, before...)
	if len(others) == 0 {
		return "", beginRelease(operation, id, organization, before)
	}
	return "", &service.Error{
		Class:     service.Blocked,
		Operation: operation,
		Others:    others,
		Reason: fmt.Sprintf("it is the administrators' own domain, and others are still verified (%s); releasing it first can lock the administrators out of the organization. "+
			"No request was made", strings.Join(others, ", ")),
		Advice: releaseOthersFirst(id) + " If the administrators now use another domain, use a token whose owner has an address there, and correct admin_domain.",
	}
}

// beginRelease stops the release of the last verified domain while this run
// verifies another one.
func beginRelease(operation string, id service.DomainID, organization *organization, named []string) error {
	verifying := organization.beginRelease(id.Domain, named)
	if len(verifying) == 0 || organization.isNotEnforced() {
		return nil
	}
	return &service.Error{
		Class:      service.Blocked,
		Operation:  operation,
		RetryAfter: guardPause,
		Reason: fmt.Sprintf("it is the administrators' own domain, and this run verifies other domains (%s); releasing it can lock the administrators out of the organization. "+
			"No request was made", strings.Join(verifying, ", ")),
		Advice: "Keep it as long as other domains are verified. If the administrators now use another domain, use a token whose owner has an address there, and correct admin_domain.",
	}
}

// releaseOthersFirst never advises a depends_on among instances of one for_each,
// which is a cycle.
func releaseOthersFirst(id service.DomainID) string {
	return fmt.Sprintf("Release the others first. If this run destroys them as well, run it again once they are gone (with -parallelism=1 that takes a second destroy). "+
		"Where they are separate resources, and not instances of one for_each, depends_on = [domainverify_verification.NAME] in their domainverify_organization_domain, "+
		"where NAME is the verification of %s, orders apply and destroy.", id.Domain)
}

// guardReleaseByUnknown: any domain may be the administrators' own.
func guardReleaseByUnknown(operation string, id service.DomainID, organization *organization, admins administrators, snapshot service.Snapshot) (string, error) {
	if organization.isEnforced() && (!snapshot.Known || snapshot.Of(id.Domain).State.Verified() && len(verifiedBeside(snapshot, id.Domain)) > 0) {
		return "", &service.Error{
			Class:     service.Blocked,
			Operation: operation,
			Reason: "this organization enforces verified domains, and it is not known which domain the administrators themselves use, because " + admins.unsure +
				"; if it is this one, releasing it while others are verified locks them out. No request was made",
			Advice: "Set admin_domain in the provider's webex block.",
		}
	}
	return organization.once(&organization.warned.release, "It is not known which domain the administrators themselves use, because "+admins.unsure+
		". Releasing it while other domains are verified can lock them out. Set admin_domain in the provider's webex block."), nil
}

// guardUnsureRelease is for a domain that is not that of admin_domain and may be
// the owner's. Where the service has merely failed to say and the enforcement is
// known to be on, it stops; a token that cannot tell its owner never will.
func guardUnsureRelease(operation string, organization *organization, admins administrators) (string, error) {
	switch {
	case organization.isNotEnforced():
		return "", nil
	case !admins.unanswered || !organization.isEnforced():
		return organization.once(&organization.warned.release, "The mail domain of the token's owner is not known, because "+admins.unsure+
			". The domain of admin_domain ("+admins.setting+") alone is released last. If the administrators have addresses in another domain, "+
			"its release can lock them out while others are verified: set admin_domain to that one."), nil
	}
	return "", &service.Error{
		Class:     service.Blocked,
		Operation: operation,
		Reason: "this organization enforces verified domains, and it is not known whether this is the mail domain of the token's owner, because " + admins.unsure +
			"; if it is, releasing it locks the owner out. No request was made",
		Advice: "Run Terraform again when Webex answers.",
	}
}

// guardUnreadRelease stops unless the enforcement is known to be off.
func guardUnreadRelease(operation string, id service.DomainID, organization *organization, snapshot service.Snapshot) (string, error) {
	if organization.isNotEnforced() {
		return "", nil
	}
	enforcement := "if some are, and verified domains are enforced in this organization,"
	if organization.isEnforced() {
		enforcement = "this organization enforces verified domains; if others are verified,"
	}
	reading := "Set drift_probe_domain in the provider's webex block, so that the verified domains can be read"
	if snapshot.Notice != "" {
		reading = snapshot.Notice + " Correct that"
	}
	return "", &service.Error{
		Class:     service.Blocked,
		Operation: operation,
		Reason: "it is the administrators' own domain, and Webex does not show whether other domains are still verified; " + enforcement +
			" releasing it locks the administrators out. No request was made",
		Advice: reading + ", and destroy again. If no other domain is verified, which Control Hub shows, set skip_lockout_guard_on_release = true on the " +
			"domainverify_organization_domain of " + id.Domain + ", apply that (with -target for this one resource: a full apply adds again what a destroy has removed), and destroy again.",
	}
}
