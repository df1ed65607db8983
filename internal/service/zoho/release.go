// SPDX-License-Identifier: MPL-2.0

package zoho

import (
	"context"
	"regexp"
	"slices"
	"strings"

	"github.com/domainverify/terraform-provider-domainverify/internal/service"
)

// codeHosting refuses to delete a domain while Zoho hosts its mail.
const codeHosting = "RMV_HOSTING_BEFORE_DLT_DOMAIN"

var hostingWords = regexp.MustCompile(`(?i)hosting`)

// Release implements service.Service by deleting the domain, Zoho's only way to
// give it up. Mail hosting is switched off only if the request says so.
func (a *Adapter) Release(ctx context.Context, request service.ReleaseRequest) error {
	domain := request.ID.Domain
	operation := "release the domain " + domain
	organization := a.organization(request.ID.OrganizationID)
	unlock, err := organization.lock(ctx, operation, domain)
	if err != nil {
		return err
	}
	defer unlock()

	if !request.DisableMailHosting {
		if err := organization.hostsMail(ctx, operation, domain); err != nil {
			return err
		}
	}
	err = organization.remove(ctx, operation, domain)
	switch {
	case isHostingRefusal(err, domain):
		if !request.DisableMailHosting {
			return organization.blockedByHosting(ctx, operation, err)
		}
		err = organization.removeWithHosting(ctx, operation, domain)
	case isRefusal(err) && organization.shownOf(domain).ended:
		// An earlier attempt has ended the hosting and could not go on then.
		err = organization.giveHostingBack(ctx, operation, domain, err)
	}
	if err != nil {
		err = organization.removalFailure(ctx, operation, domain, err)
		organization.invalidateIfAmbiguous(err)
		return err
	}
	organization.updateAbsent(domain)
	return nil
}

// hostsMail refuses to delete a domain that is shown with mail hosting: that
// Zoho refuses it has been seen and is not documented, and if it did not, the
// mail would go unasked.
func (o *organization) hostsMail(ctx context.Context, operation, domain string) error {
	if _, err := o.snapshot(ctx, operation); err != nil || !o.shownOf(domain).hosting {
		return err
	}
	// It may have been switched off since the list was read, or the domain be gone.
	_, err := o.readDomain(ctx, operation, domain)
	switch {
	case !o.shownOf(domain).hosting:
		return nil
	case err != nil:
		return err
	}
	return &service.Error{Class: service.Blocked, Operation: operation, Reason: reasonHosting, Advice: adviceHosting}
}

const (
	reasonHosting = "Zoho hosts the mail of this domain, and a domain cannot be deleted before that ends. When it ends, every mailbox of the domain stops receiving mail"
	adviceHosting = "If the mail may go, either disable mail hosting for the domain in the admin console of Zoho Mail, " +
		"or set disable_mail_hosting_on_release = true on the domainverify_organization_domain and apply; then destroy it. " +
		"If the domain is to stay at Zoho, set deletion_policy = \"abandon\" and apply, then destroy it."
)

// remove deletes the domain. It succeeds when the domain is gone, whoever made
// it so; its refusals are still those of the call. An answer of success does not
// prove that, so that the list is read after it, once for all domains that are
// released at the same time.
func (o *organization) remove(ctx context.Context, operation, domain string) error {
	word := o.failure
	confirmed, err := o.client.deleteDomain(ctx, domain)
	for again := true; isAmbiguous(err) || err == nil; again = false {
		found, lookErr := o.findRenewed(ctx, operation, domain)
		switch {
		case confirmed && service.ClassOf(lookErr) == service.Throttled:
			// Zoho has locked the organization out after it said that the domain is
			// deleted. Waiting for the lock would not make that any truer.
			return nil
		case lookErr != nil:
			return o.afterAmbiguous(ctx, operation, lookErr)
		case found.State == service.StateAbsent:
			return nil
		case !again && err == nil:
			return stillThere(operation)
		case !again:
			return o.failure(ctx, operation, err)
		}
		word = o.afterAmbiguous
		confirmed, err = o.client.deleteDomain(ctx, domain)
	}
	if !isRefusal(err) {
		return word(ctx, operation, err)
	}
	if isHostingRefusal(err, domain) {
		return err
	}
	found, lookErr := o.findAnew(ctx, operation, domain)
	switch {
	case lookErr != nil:
		return word(ctx, operation, lookErr)
	case found.State == service.StateAbsent:
		return nil
	}
	return err
}

func isHostingRefusal(err error, domain string) bool {
	_, messages, ok := refusalIn(err)
	return ok && isRefusal(err) && (messages.has(codeHosting) || hostingWords.MatchString(messages.without(domain)))
}

func (o *organization) blockedByHosting(ctx context.Context, operation string, err error) error {
	return o.refusal(ctx, operation, err, service.Blocked, reasonHosting, adviceHosting)
}

// removalFailure words what is left of a failed removal.
func (o *organization) removalFailure(ctx context.Context, operation, domain string, err error) error {
	if !isRefusal(err) {
		return o.failure(ctx, operation, err)
	}
	refused := o.refusal(ctx, operation, err, service.Blocked,
		"Zoho refuses to delete the domain",
		"See Zoho's own words above. Zoho keeps a domain as long as users, groups, verified addresses or subdomains still use it, and it may keep the primary domain of the organization: "+
			"change those in the admin console, then destroy it again.")
	if children := o.subdomains(ctx, domain); len(children) > 0 {
		refused.Reason = "Zoho keeps a domain as long as the organization has subdomains of it, which are " + strings.Join(children, ", ")
		refused.Advice = "Release the subdomains first. Where Terraform manages them, let the domainverify_organization_domain of each subdomain " +
			"depend on that of " + domain + " (depends_on): Terraform then creates this one first and destroys it last. " + refused.Advice
	}
	if o.shownOf(domain).hosting {
		refused.Advice += " Mail hosting is on for it, too, and has to go as well: see disable_mail_hosting_on_release."
	}
	return refused
}

// subdomains lists the domains below this one that the organization has.
func (o *organization) subdomains(ctx context.Context, domain string) []string {
	snapshot, err := o.inventory.Snapshot(ctx)
	if err != nil {
		return nil
	}
	var below []string
	for name := range present(snapshot).Domains {
		if strings.HasSuffix(name, "."+domain) {
			below = append(below, name)
		}
	}
	slices.Sort(below)
	return below
}

func stillThere(operation string) error {
	return &service.Error{
		Class: service.Transient, Operation: operation,
		Reason: "Zoho answered with success twice, and still has the domain",
		Advice: "Run Terraform again. If it goes on, check base_url and a proxy in between, or delete the domain in the admin console of Zoho Mail.",
	}
}
