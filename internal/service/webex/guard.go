// SPDX-License-Identifier: MPL-2.0

package webex

import (
	"context"
	"net/http"
	"slices"
	"strings"

	"github.com/domainverify/terraform-provider-domainverify/internal/domainname"
	"github.com/domainverify/terraform-provider-domainverify/internal/httpapi"
	"github.com/domainverify/terraform-provider-domainverify/internal/service"
)

// owner is whose access token it is, found once.
type owner struct {
	found bool
	// domain is the owner's mail domain, empty where the owner has no account in
	// this organization.
	domain string
	// why says why the domain could not be found.
	why string
	// unanswered: asking again may tell.
	unanswered bool
	// foreign: the owner belongs to another organization, whose enforcement does
	// not concern the owner.
	foreign bool
}

// warned: a notice is given once.
type warned struct{ owner, verify, release bool }

// ownerLockKey is no domain's turn.
const ownerLockKey = "the token's owner"

// administrators are the domains that a lockout guard protects: that of the
// token's owner, and the configured one. The setting adds to what Webex says and
// replaces nothing: an organization may have been renamed since it was written.
type administrators struct {
	// domains has the owner's first: the owner is who is locked out at once.
	domains []string
	// owner and setting, each empty where there is none.
	owner, setting string
	// unsure says why the owner's domain is not known although there may be one.
	unsure string
	// unanswered: that is because the service failed, and not because the token
	// has no owner.
	unanswered bool
	// foreign: the owner belongs to another organization.
	foreign bool
}

// differ: the setting names another domain than the owner has.
func (a administrators) differ() bool {
	return a.owner != "" && a.setting != "" && a.owner != a.setting
}

func (a administrators) administer(domain string) bool {
	return domain == a.owner || domain == a.setting
}

// String names the domains for a sentence.
func (a administrators) String() string {
	if a.differ() {
		return a.owner + " (the mail domain of the token's owner) and " + a.setting + " (admin_domain)"
	}
	return strings.Join(a.domains, "")
}

// administrators asks Webex for the owner also where admin_domain is set. Not
// knowing the owner is no error.
func (a *Adapter) administrators(ctx context.Context, operation string, organization *organization) (administrators, error) {
	setting := a.config.AdminDomain
	owner, err := organization.tokenOwner(ctx, operation)
	if err != nil {
		return administrators{}, err
	}
	found := administrators{owner: owner.domain, setting: setting, unanswered: owner.unanswered, foreign: owner.foreign}
	if !owner.foreign || setting == "" {
		found.unsure = owner.why
	}
	if owner.domain != "" {
		found.domains = append(found.domains, owner.domain)
	}
	if setting != "" && setting != owner.domain {
		found.domains = append(found.domains, setting)
	}
	return found, nil
}

func (o *organization) tokenOwner(ctx context.Context, operation string) (owner, error) {
	unlock, err := o.locks.Lock(ctx, ownerLockKey)
	if err != nil {
		return owner{}, failure(operation, err)
	}
	defer unlock()
	found := &o.owner
	if found.found {
		return *found, nil
	}
	person, err := o.client.me(ctx)
	if httpapi.IsInterrupted(err) {
		return owner{}, failure(operation, err)
	}
	if err != nil && isLockout(err) {
		return owner{}, failure(operation, err)
	}
	found.found = true
	switch {
	case err != nil:
		// Service apps have no person behind them.
		found.why = "GET /people/me does not answer for this token"
		status := httpapi.StatusOf(err)
		found.unanswered = status != http.StatusUnauthorized && status != http.StatusForbidden && status != http.StatusNotFound
	case !belongsTo(person, o.client.organizationID):
		found.foreign, found.why = true, "the token's owner belongs to another organization (a partner's, perhaps)"
	default:
		if found.domain = mailDomain(person); found.domain == "" {
			found.why = "the token's owner has no mail address"
		}
	}
	return *found, nil
}

// isLockout: the owner is marked as transient, which every call answers with.
func isLockout(err error) bool {
	return httpapi.StatusOf(err) == http.StatusForbidden && strings.Contains(strings.ToLower(failure("", err).Error()), "locked out")
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

// verifiedBeside returns the verified domains that the list does not name.
func verifiedBeside(snapshot service.Snapshot, named ...string) []string {
	var others []string
	for name, domain := range snapshot.Domains {
		if domain.State.Verified() && !slices.Contains(named, name) {
			others = append(others, name)
		}
	}
	slices.Sort(others)
	return others
}
