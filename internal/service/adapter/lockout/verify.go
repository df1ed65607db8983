// SPDX-License-Identifier: MPL-2.0

package lockout

import (
	"context"
	"fmt"
	"strings"

	"github.com/domainverify/terraform-provider-domainverify/internal/service"
	"github.com/domainverify/terraform-provider-domainverify/internal/service/adapter"
)

// Verify is GuardVerify of service.LockoutGuard. With enforcement on, users outside
// the verified domains are locked out, administrators included: their own domain
// has to be verified before any other.
func (g *Guard) Verify(ctx context.Context, domain string) (notice string, err error) {
	operation := "verify the domain " + domain
	admins, err := g.administrators(ctx, operation)
	if err != nil {
		return "", err
	}
	if domain == admins.Domain {
		return "", g.beginVerify(operation, domain, admins)
	}
	snapshot, err := g.organization.Snapshot(ctx, operation)
	if err != nil {
		return "", err
	}
	notice, err = g.verifyByDomains(operation, domain, admins, snapshot)
	withoutOwner := ""
	if err == nil && admins.Unknown != "" {
		withoutOwner, err = g.verifyWithoutOwner(operation, admins, snapshot)
	}
	if err != nil {
		return "", err
	}
	return adapter.JoinNonEmpty("\n", withoutOwner, notice), g.beginVerify(operation, domain, admins)
}

// verifyByDomains lets another domain pass when the administrators' are verified. The
// owner's goes before that of the setting, be it missing or not shown: the other one alone
// would lock the owner out.
func (g *Guard) verifyByDomains(operation, domain string, admins administrators, snapshot service.Snapshot) (string, error) {
	unknownBlocks := g.isEnforced() || admins.differ() && !g.isNotEnforced()
	var first, unknown []string
	for _, admin := range admins.domains() {
		switch state := snapshot.Of(admin).State; {
		case admin == domain || state.Verified():
		case state == service.StateUnknown && !unknownBlocks:
			unknown = append(unknown, admin)
		default:
			first = append(first, admin)
		}
	}
	switch {
	case len(first) > 0:
		return "", g.verifyFirst(operation, domain, first[0], admins, snapshot)
	case len(unknown) == 0:
		return "", nil
	}
	return g.once("verify", fmt.Sprintf("%s does not show whether the administrators' own domain %s is verified. If it is not, and verified domains are enforced "+
		"in this organization, verifying another domain first locks the administrators out. Check %s, or %s.",
		g.Company, strings.Join(unknown, " or "), g.Console, g.AdviceReadDomains)), nil
}

// verifyFirst says which domain has to be verified before this one. One that is
// registered may be verified by the record that is published, without its token.
func (g *Guard) verifyFirst(operation, domain, first string, admins administrators, snapshot service.Snapshot) error {
	state := snapshot.Of(first).State
	reason := fmt.Sprintf("the administrators' own domain %s is not verified yet", first)
	advice := fmt.Sprintf("Verify %[1]s first. If this configuration verifies it, apply again: the rest of this run continues, and the next run finds it verified "+
		"(with -parallelism=1 that takes a second apply). Where the two are separate resources, and not instances of one for_each, "+
		"depends_on = [domainverify_verification.NAME] in the domainverify_organization_domain of %[2]s, where NAME is the verification of %[1]s, orders apply and destroy.",
		first, domain)
	if state == service.StateUnknown {
		reason = fmt.Sprintf("%s does not show whether the administrators' own domain %s is verified", g.Company, first)
		advice = "If it is verified, " + g.AdviceReadDomains + ". " + advice
	}
	reason += "; verifying another one first can lock the administrators out of the organization"
	switch {
	case admins.differ():
		reason += fmt.Sprintf(". The token's owner has an address in %s, and admin_domain is %s", admins.Domain, admins.setting)
		advice += fmt.Sprintf(" If the administrators do not use %s, correct admin_domain in the provider's %s block; it adds to %s and does not replace it.",
			admins.setting, g.Service, admins.Domain)
	case first == admins.setting:
		advice += fmt.Sprintf(" If %s is not the administrators' domain, correct admin_domain in the provider's %s block.", first, g.Service)
	default:
		advice += fmt.Sprintf(" %s is the mail domain of the token's owner.", first)
	}
	err := blocked(operation, reason, advice)
	token := g.Token(first)
	switch {
	case g.isVerifying(first):
		err.RetryAfter = guardPause
	case g.stopsByItself(first, admins, snapshot):
	case token != "" || state != service.StateAbsent:
		err.VerifyFirst = &service.VerifyRequest{ID: g.organization.DomainID(first), Method: service.MethodDNSTXT, Token: token}
	}
	return err
}

// stopsByItself reports whether the guard would stop the verification of an
// administrators' domain that others wait for: an attempt for their sake is made without
// asking it again.
func (g *Guard) stopsByItself(domain string, admins administrators, snapshot service.Snapshot) bool {
	return g.isFirstWithoutOwner(admins, snapshot) || g.releasedBeside(domain, admins) != ""
}

// isFirstWithoutOwner reports whether the next verified domain makes an enforcement
// effective that is known to be on, and nobody knows whom that locks out.
func (g *Guard) isFirstWithoutOwner(admins administrators, snapshot service.Snapshot) bool {
	return admins.Unknown != "" && g.isEnforced() && len(otherVerified(snapshot)) == 0
}

// verifyWithoutOwner stops where the first verified domain makes an enforcement
// effective that is known to be on: which administrators that locks out is not known.
// Once a domain is verified, another one locks out no further users.
func (g *Guard) verifyWithoutOwner(operation string, admins administrators, snapshot service.Snapshot) (string, error) {
	if !g.isFirstWithoutOwner(admins, snapshot) {
		return g.noticeUnknownOwner("verify without owner", admins), nil
	}
	advice := "Use the access token of a full administrator with an account in this organization for this run, or verify the administrators' domain in " + g.Console + ", " +
		"or switch the enforcement off there until it is verified."
	if admins.Foreign {
		// What locks this organization's administrators out is theirs to know.
		advice = g.adviceSetAdminDomain()
	}
	if !snapshot.Known {
		advice += " If it is verified already, " + g.AdviceReadDomains + "."
	}
	return "", blockedByUnknownOwner(operation, admins, advice)
}
