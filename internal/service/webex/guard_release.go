// SPDX-License-Identifier: MPL-2.0

package webex

import (
	"context"
	"fmt"
	"strings"

	"github.com/domainverify/terraform-provider-domainverify/internal/service"
)

// GuardRelease implements service.LockoutGuard: the administrators' domain is
// released last. What removes other domains in the same run answers with the
// lists of the organization, so asking again may clear the way even where
// nothing can be read.
func (a *Adapter) GuardRelease(ctx context.Context, id service.DomainID) (string, error) {
	operation := "release the domain " + id.Domain
	organization := a.organization(id)
	admins, err := a.administrators(ctx, operation, organization)
	if err != nil {
		return "", err
	}
	another := len(admins.domains) > 0 && !admins.administer(id.Domain)
	if another && !admins.unanswered {
		return "", nil
	}
	snapshot, err := organization.snapshot(ctx, operation)
	if err != nil {
		return "", err
	}
	if another {
		return "", guardUnansweredRelease(operation, organization, admins)
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
		return "", nil
	}
	return "", &service.Error{
		Class:     service.Blocked,
		Operation: operation,
		Reason: fmt.Sprintf("it is the administrators' own domain, and others are still verified (%s); releasing it first can lock the administrators out of the organization. "+
			"No request was made", strings.Join(others, ", ")),
		Advice: releaseOthersFirst(id) + " If the administrators now use another domain, use a token whose owner has an address there, and correct admin_domain.",
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
	return organization.once(&organization.owner.warnedRelease, "It is not known which domain the administrators themselves use, because "+admins.unsure+
		". Releasing it while other domains are verified can lock them out. Set admin_domain in the provider's webex block."), nil
}

// guardUnansweredRelease stops where the domain may be the owner's, the service
// did not say, and the enforcement is known to be on.
func guardUnansweredRelease(operation string, organization *organization, admins administrators) error {
	if !organization.isEnforced() {
		return nil
	}
	return &service.Error{
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
			"domainverify_organization_domain of " + id.Domain + ", apply, and destroy again.",
	}
}
