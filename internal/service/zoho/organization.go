// SPDX-License-Identifier: MPL-2.0

package zoho

import (
	"context"
	"fmt"
	"maps"
	"regexp"
	"time"

	"github.com/domainverify/terraform-provider-domainverify/internal/service"
	"github.com/domainverify/terraform-provider-domainverify/internal/service/adapter"
)

// organization is what one process knows of one Zoho organization.
type organization struct {
	*adapter.Organization
	zoho   *Adapter
	client client

	adapter.Memory[memory]
}

// memory is what this process remembers of a domain beside the inventory.
type memory struct {
	// tokens outlive a response that leaves the codes out: a domain that is verified
	// may be shown without.
	tokens   map[service.Method]string
	readyTXT string
	// hosting and withoutHosting are what Zoho shows; neither is set before it does.
	hosting, withoutHosting bool
	// wasVerified reports whether it was verified at some time.
	wasVerified bool
	// badCode says why the codes of the last response cannot be published.
	badCode string
	// hostingDisabled is set while this process has disabled mail hosting and the
	// domain still exists.
	hostingDisabled bool
	lastVerify      attempt
	// pendingAdd is set when the domain was absent and the response to adding it was
	// lost: if it exists later, this process added it.
	pendingAdd bool
}

// attempt is a verify call.
type attempt struct {
	at time.Time
	// outcome is what came of it.
	outcome service.Error
}

func (a *Adapter) newOrganization(vendor *adapter.Vendor, id string) *organization {
	o := &organization{zoho: a, client: client{a.api, id}}
	o.Organization = adapter.NewOrganization(vendor, id, o.load)
	o.ReadName = o.displayName
	return o
}

// Snapshot leaves out the domains whose absence was read one by one.
func (o *organization) Snapshot(ctx context.Context, operation string) (service.Snapshot, error) {
	snapshot, err := o.Organization.Snapshot(ctx, operation)
	snapshot.Domains = maps.Clone(snapshot.Domains)
	maps.DeleteFunc(snapshot.Domains, func(_ string, domain service.Domain) bool { return domain.State == service.StateAbsent })
	return snapshot, err
}

// forgetShown drops what belongs to an earlier registration of the domain.
func (o *organization) forgetShown(domain string) {
	o.Remember(domain, func(m *memory) { *m = memory{pendingAdd: m.pendingAdd} })
}

func (o *organization) setPendingAdd(domain string) {
	o.Remember(domain, func(m *memory) { m.pendingAdd = true })
}

// clearPendingAdd reports whether it was set.
func (o *organization) clearPendingAdd(domain string) (was bool) {
	o.Remember(domain, func(m *memory) { was, m.pendingAdd = m.pendingAdd, false })
	return was
}

// organizationIDForm is that of a zoid, which is a number (wire/zoho.md 1).
var organizationIDForm = regexp.MustCompile(`^0*([1-9][0-9]{0,18})$`)

// organizationIDs makes the one form of an ID, which has no leading zeros.
func organizationIDs(vendor *adapter.Vendor, configured, mailHost string) adapter.OrganizationIDs {
	return adapter.OrganizationIDs{
		Vendor: vendor, Default: configured, Environment: "ZOHO_ORGANIZATION_ID",
		Canonical: func(id string) (string, bool) {
			return organizationIDForm.ReplaceAllString(id, "$1"), organizationIDForm.MatchString(id)
		},
		Invalid: "is not a numeric organization ID, digits only",
		Advice: fmt.Sprintf("The admin console of Zoho Mail shows the organization ID in the profile of the organization, "+
			"and GET https://%s/api/organization returns it as zoid. It is neither the name nor a domain of the organization.", mailHost),
	}
}
