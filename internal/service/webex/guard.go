// SPDX-License-Identifier: MPL-2.0

package webex

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/domainverify/terraform-provider-domainverify/internal/domainname"
	"github.com/domainverify/terraform-provider-domainverify/internal/httpapi"
	"github.com/domainverify/terraform-provider-domainverify/internal/service"
)

// adminDomain is the administrators' mail domain, found once.
type adminDomain struct {
	found  bool
	domain string
	// why says why it could not be found.
	why string
	// warnedVerify and warnedRelease: a notice is given once.
	warnedVerify, warnedRelease bool
}

// turnOfAdmin is no domain's turn.
const turnOfAdmin = "the administrators' domain"

// GuardVerify implements service.LockoutGuard. With enforcement on, users
// outside the verified domains are locked out, administrators first of all:
// their own domain has to be verified before any other
// (help.webex.com/en-us/article/nxz79m5).
func (a *Adapter) GuardVerify(ctx context.Context, id service.DomainID) (string, error) {
	attempt := "verify the domain " + id.Domain
	organization := a.organization(id)
	admin, why, err := a.adminDomain(ctx, attempt, organization)
	if err != nil {
		return "", err
	}
	if admin == id.Domain {
		organization.setUnderWay(admin, true)
		return "", nil
	}
	if admin == "" {
		return organization.once(&organization.admin.warnedVerify, "It is not known which domain the administrators themselves use, because "+why+
			". If verified domains are enforced in this organization, verifying another domain first locks them out. Set admin_domain in the provider's webex block."), nil
	}
	snapshot, err := organization.snapshot(ctx, attempt)
	if err != nil {
		return "", err
	}
	state := snapshot.Of(admin).State
	switch {
	case state.Verified():
		return "", nil
	case state == service.StateUnknown:
		return organization.once(&organization.admin.warnedVerify, fmt.Sprintf(
			"Webex does not show whether the administrators' own domain %s is verified. If it is not, and verified domains are enforced in this organization, "+
				"verifying another domain first locks the administrators out.", admin)), nil
	}
	blocked := &service.Error{
		Class:   service.Blocked,
		Attempt: attempt,
		Reason: fmt.Sprintf("the administrators' own domain %s is not verified yet; verifying another one first can lock the administrators out of the organization. "+
			"No request was made", admin),
		Advice: fmt.Sprintf("Verify %s first: give the domainverify_organization_domain of %s a depends_on = [domainverify_verification.NAME], where NAME is the verification of %s. "+
			"That orders the destroy as well. If %s is not the administrators' domain, set admin_domain in the provider's webex block.", admin, id.Domain, admin, admin),
	}
	if organization.isUnderWay(admin) {
		blocked.RetryAfter = guardPause
	} else if token := organization.challengeOf(admin); token != "" || state != service.StateAbsent {
		first := service.DomainID{Service: id.Service, OrganizationID: id.OrganizationID, Domain: admin}
		blocked.First = &service.VerifyRequest{ID: first, Method: service.MethodDNSTXT, Token: token}
	}
	return "", blocked
}

// VerifyEnded implements service.LockoutGuard.
func (a *Adapter) VerifyEnded(id service.DomainID) { a.organization(id).setUnderWay(id.Domain, false) }

// GuardRelease implements service.LockoutGuard.
func (a *Adapter) GuardRelease(ctx context.Context, id service.DomainID) (string, error) {
	attempt := "release the domain " + id.Domain
	organization := a.organization(id)
	admin, why, err := a.adminDomain(ctx, attempt, organization)
	if err != nil {
		return "", err
	}
	if admin == "" {
		return organization.once(&organization.admin.warnedRelease, "It is not known which domain the administrators themselves use, because "+why+
			". Releasing it while other domains are verified can lock them out. Set admin_domain in the provider's webex block."), nil
	}
	if admin != id.Domain {
		return "", nil
	}
	snapshot, err := organization.snapshot(ctx, attempt)
	if err != nil {
		return "", err
	}
	if !snapshot.Known && organization.isEnforced() {
		return "", &service.Error{
			Class:   service.Blocked,
			Attempt: attempt,
			Reason: "it is the administrators' own domain, this organization enforces verified domains, and Webex does not show whether other domains are still verified; " +
				"if some are, releasing it locks the administrators out. No request was made",
			Advice: "Set drift_probe_domain in the provider's webex block, so that the verified domains can be read, or release the domain in Control Hub.",
		}
	}
	if !snapshot.Known {
		return organization.once(&organization.admin.warnedRelease, fmt.Sprintf(
			"Webex does not show whether other domains are still verified. If some are, and verified domains are enforced in this organization, "+
				"releasing the administrators' own domain %s locks the administrators out.", admin)), nil
	}
	if !snapshot.Of(admin).State.Verified() {
		return "", nil
	}
	var others []string
	for name, domain := range snapshot.Domains {
		if name != admin && domain.State.Verified() {
			others = append(others, name)
		}
	}
	if len(others) == 0 {
		return "", nil
	}
	slices.Sort(others)
	return "", &service.Error{
		Class:   service.Blocked,
		Attempt: attempt,
		Reason: fmt.Sprintf("it is the administrators' own domain, and others are still verified (%s); releasing it first can lock the administrators out of the organization. "+
			"No request was made", strings.Join(others, ", ")),
		Advice: fmt.Sprintf("Release the others first. If Terraform manages them, give their domainverify_organization_domain a depends_on = [domainverify_verification.NAME], "+
			"where NAME is the verification of %s. If the administrators now use another, verified domain, set admin_domain to that one.", admin),
	}
}

// adminDomain returns the configured domain or the mail domain of the caller.
// Not knowing it is no error; why then says the reason.
func (a *Adapter) adminDomain(ctx context.Context, attempt string, organization *organization) (domain, why string, err error) {
	if a.config.AdminDomain != "" {
		return a.config.AdminDomain, "", nil
	}
	admin := &organization.admin
	leave, err := organization.turns.Enter(ctx, turnOfAdmin)
	if err != nil {
		return "", "", failure(attempt, err)
	}
	defer leave()
	if admin.found {
		return admin.domain, admin.why, nil
	}
	person, err := organization.client.me(ctx)
	if httpapi.IsInterrupted(err) {
		return "", "", failure(attempt, err)
	}
	admin.found = true
	switch {
	case err != nil:
		// Service apps have no person behind them.
		admin.why = "GET /people/me does not answer for this token"
	case !belongsTo(person, organization.client.organizationID):
		admin.why = "the token's owner belongs to another organization (a partner's, perhaps)"
	default:
		admin.domain, admin.why = mailDomain(person), "the token's owner has no mail address"
	}
	return admin.domain, admin.why, nil
}

func belongsTo(person personResponse, organizationID string) bool {
	uuid, err := OrganizationUUID(person.OrgID)
	return err == nil && uuid == organizationID
}

func mailDomain(person personResponse) string {
	for _, address := range person.Emails {
		if at := strings.LastIndexByte(address, '@'); at >= 0 {
			if domain, err := domainname.Canonical(address[at+1:]); err == nil {
				return domain
			}
		}
	}
	return ""
}
