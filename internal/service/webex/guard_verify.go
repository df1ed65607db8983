// SPDX-License-Identifier: MPL-2.0

package webex

import (
	"context"
	"fmt"
	"strings"

	"github.com/domainverify/terraform-provider-domainverify/internal/service"
	"github.com/domainverify/terraform-provider-domainverify/internal/service/adapter"
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
