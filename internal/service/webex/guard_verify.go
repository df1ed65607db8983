// SPDX-License-Identifier: MPL-2.0

package webex

import (
	"context"
	"fmt"
	"strings"

	"github.com/domainverify/terraform-provider-domainverify/internal/service"
)

// GuardVerify implements service.LockoutGuard. With enforcement on, users
// outside the verified domains are locked out, administrators first of all:
// their own domain has to be verified before any other
// (help.webex.com/en-us/article/nxz79m5).
func (a *Adapter) GuardVerify(ctx context.Context, id service.DomainID) (string, error) {
	operation := "verify the domain " + id.Domain
	organization := a.organization(id)
	admins, err := a.administrators(ctx, operation, organization)
	if err != nil {
		return "", err
	}
	if id.Domain == admins.owner {
		return "", beginVerify(operation, id, organization, admins)
	}
	snapshot, err := organization.snapshot(ctx, operation)
	if err != nil {
		return "", err
	}
	notice, err := a.guardByDomains(operation, id, organization, admins, snapshot)
	if err != nil {
		return "", err
	}
	if admins.unsure != "" {
		unsure, err := a.guardWithoutOwner(operation, organization, admins, snapshot)
		if err != nil {
			return "", err
		}
		notice = strings.TrimSpace(unsure + "\n" + notice)
	}
	return notice, beginVerify(operation, id, organization, admins)
}

// beginVerify stops a verification beside the release of the administrators'
// domain: together they would do what the guard refuses in either order.
func beginVerify(operation string, id service.DomainID, organization *organization, admins administrators) error {
	if id.Domain == admins.owner {
		// It keeps the owner in, whatever else is released.
		admins = administrators{}
	}
	released, ok := organization.beginVerify(id.Domain, admins)
	if ok || organization.isNotEnforced() {
		return nil
	}
	return &service.Error{
		Class:     service.Blocked,
		Operation: operation,
		Reason: fmt.Sprintf("this run releases the administrators' own domain %s at the same time; verifying another one beside that can lock the administrators out of the organization. "+
			"No request was made", released),
		Advice: fmt.Sprintf("Keep %s in the configuration as long as other domains are verified. If the administrators now use another domain, use a token whose owner has an address there, "+
			"and correct admin_domain.", released),
	}
}

// VerifyEnded implements service.LockoutGuard.
func (a *Adapter) VerifyEnded(id service.DomainID) {
	a.organization(id).setInProgress(id.Domain, false)
}

// guardWithoutOwner stops where the first verified domain makes an enforcement
// effective that is known to be on: who that locks out is not known. Once a
// domain is verified, another one locks out nobody who was not before.
func (a *Adapter) guardWithoutOwner(operation string, organization *organization, admins administrators, snapshot service.Snapshot) (string, error) {
	if organization.isEnforced() && len(verifiedBeside(snapshot)) == 0 {
		blocked := &service.Error{
			Class:     service.Blocked,
			Operation: operation,
			Reason: "this organization enforces verified domains, and it is not known whether the mail domain of the token's owner is one of them, because " + admins.unsure +
				"; verifying another domain first locks the owner out. No request was made",
			Advice: "Use the access token of a full administrator with an account in this organization for this run, or verify the administrators' domain in Control Hub, " +
				"or switch the enforcement off there until it is verified.",
		}
		if admins.foreign {
			// What locks this organization's administrators out is theirs to know.
			blocked.Reason = "this organization enforces verified domains, and it is not known which domain its administrators use, because " + admins.unsure +
				"; verifying another domain first locks them out. No request was made"
			blocked.Advice = "Set admin_domain in the provider's webex block to the mail domain of this organization's administrators."
		}
		if !snapshot.Known {
			blocked.Advice += " If it is verified already, set drift_probe_domain in the provider's webex block, so that the verified domains can be read."
		}
		return "", blocked
	}
	if admins.setting != "" {
		return organization.once(&organization.warned.owner, "The mail domain of the token's owner is not known, because "+admins.unsure+
			". The domain of admin_domain ("+admins.setting+") alone is guarded. If the administrators have addresses in another domain, verify that one in Control Hub first."), nil
	}
	return organization.once(&organization.warned.verify, "It is not known which domain the administrators themselves use, because "+admins.unsure+
		". If verified domains are enforced in this organization, verifying another domain first locks them out. Set admin_domain in the provider's webex block."), nil
}

// guardByDomains lets another domain pass when the administrators' are verified.
func (a *Adapter) guardByDomains(operation string, id service.DomainID, organization *organization, admins administrators, snapshot service.Snapshot) (string, error) {
	var missing, unknown []string
	for _, domain := range admins.domains {
		state := snapshot.Of(domain).State
		switch {
		case domain == id.Domain || state.Verified():
		case state == service.StateUnknown:
			unknown = append(unknown, domain)
		default:
			missing = append(missing, domain)
		}
	}
	switch {
	case len(missing) > 0:
		return "", blockedBy(missing[0], id, operation, organization, admins, snapshot.Of(missing[0]).State != service.StateAbsent)
	case len(unknown) == 0:
		return "", nil
	case organization.isEnforced(), admins.differ() && !organization.isNotEnforced():
		blocked := blockedBy(unknown[0], id, operation, organization, admins, true)
		blocked.Reason = fmt.Sprintf("Webex does not show whether the administrators' own domain %s is verified; %s", unknown[0], dangerOfVerifying(admins))
		blocked.Advice = "If it is verified, set drift_probe_domain in the provider's webex block, so that the verified domains can be read. " + blocked.Advice
		return "", blocked
	}
	return organization.once(&organization.warned.verify, fmt.Sprintf(
		"Webex does not show whether the administrators' own domain %s is verified. If it is not, and verified domains are enforced in this organization, "+
			"verifying another domain first locks the administrators out. Look into Control Hub, or set drift_probe_domain in the provider's webex block, "+
			"so that the verified domains can be read.", strings.Join(unknown, " or "))), nil
}

func dangerOfVerifying(admins administrators) string {
	text := "verifying another one first can lock the administrators out of the organization. "
	if admins.differ() {
		text += fmt.Sprintf("The token's owner has an address in %s, and admin_domain is %s. ", admins.owner, admins.setting)
	}
	return text + "No request was made"
}

// blockedBy says which domain has to be verified first. A registered one may be
// verified by the record that is published, without its token.
func blockedBy(missing string, id service.DomainID, operation string, organization *organization, admins administrators, registered bool) *service.Error {
	blocked := &service.Error{
		Class:     service.Blocked,
		Operation: operation,
		Reason:    fmt.Sprintf("the administrators' own domain %s is not verified yet; %s", missing, dangerOfVerifying(admins)),
		Advice: fmt.Sprintf("Verify %[1]s first. If this configuration verifies it, apply again: the rest of this run goes on, and the next run finds it verified "+
			"(with -parallelism=1 that takes a second apply). Where the two are separate resources, and not instances of one for_each, "+
			"depends_on = [domainverify_verification.NAME] in the domainverify_organization_domain of %[2]s, where NAME is the verification of %[1]s, orders apply and destroy.",
			missing, id.Domain),
	}
	switch {
	case admins.differ() && missing == admins.owner:
		blocked.Advice += fmt.Sprintf(" If the administrators no longer use %[1]s, correct admin_domain in the provider's webex block; it adds to %[2]s and does not replace it.", admins.setting, admins.owner)
	case missing == admins.setting:
		blocked.Advice += fmt.Sprintf(" If %s is not the administrators' domain, correct admin_domain in the provider's webex block.", missing)
	default:
		blocked.Advice += fmt.Sprintf(" %s is the mail domain of the token's owner.", missing)
	}
	if organization.isInProgress(missing) {
		blocked.RetryAfter = guardPause
	} else if token := organization.challengeOf(missing); token != "" || registered {
		first := service.DomainID{Service: id.Service, OrganizationID: id.OrganizationID, Domain: missing}
		blocked.VerifyFirst = &service.VerifyRequest{ID: first, Method: service.MethodDNSTXT, Token: token}
	}
	return blocked
}
