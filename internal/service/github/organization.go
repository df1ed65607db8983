// SPDX-License-Identifier: MPL-2.0

package github

import (
	"fmt"
	"regexp"
	"strings"
	"time"

	"github.com/domainverify/terraform-provider-domainverify/internal/httpapi/graphql"
	"github.com/domainverify/terraform-provider-domainverify/internal/service"
	"github.com/domainverify/terraform-provider-domainverify/internal/service/adapter"
)

// enterprisePrefix distinguishes the ID of an enterprise from that of an organization.
const enterprisePrefix = "enterprise:"

var (
	loginForm = regexp.MustCompile(`^[a-z0-9]([a-z0-9-]{0,37}[a-z0-9])?$`)
	slugForm  = regexp.MustCompile(`^[0-9A-Za-z_-]+$`)
)

// canonicalOwner is the login of an organization in lower case, since it is found in any
// spelling, or that of an enterprise as it is, since its slug may not be (wire/github.md 1.2).
func canonicalOwner(id string) (string, bool) {
	if slug, isEnterprise := strings.CutPrefix(id, enterprisePrefix); isEnterprise {
		return id, slugForm.MatchString(slug)
	}
	login := strings.ToLower(id)
	return login, loginForm.MatchString(login)
}

// organization is what one process knows of one owner of domains, an organization or an
// enterprise.
type organization struct {
	*adapter.Organization
	// Memory holds what GitHub shows of a domain beside what package service asks for.
	adapter.Memory[memory]
	client client
	now    func() time.Time
	query  graphql.Query
	// name is the login or the slug.
	name string
	// ownerID is the owner's node ID, once it was read.
	ownerID adapter.Shared[string]
	// hasDeleted: this process has sent a deletion.
	hasDeleted adapter.Shared[bool]
}

type memory struct {
	// hostName is the name of the record; empty where GitHub does not show it.
	hostName string
	// required: a policy needs the domain.
	required bool
	// found is what GitHub has found of the record.
	found string
	// invalid says why what has to be published cannot be.
	invalid string
}

func newOrganization(vendor *adapter.Vendor, client client, now func() time.Time, id string) *organization {
	o := &organization{client: client, now: now, query: organizationQuery, name: id}
	if slug, isEnterprise := strings.CutPrefix(id, enterprisePrefix); isEnterprise {
		o.query, o.name = enterpriseQuery, slug
	}
	o.Organization = adapter.NewOrganization(vendor, id, o.load)
	return o
}

// update folds a response about one domain into the inventory.
func (o *organization) update(domain string, node domainNode) service.Domain {
	o.remember(domain, node)
	shown := o.asDomain(domain, node)
	o.SetDomain(domain, shown)
	return shown
}

func (o *organization) remember(domain string, node domainNode) {
	o.Remember(domain, func(m *memory) {
		*m = memory{required: node.IsRequiredForPolicyEnforcement, found: foundByGitHub(node), invalid: invalid(domain, node)}
		if m.invalid == "" {
			m.hostName = hostName(node)
		}
	})
}

// checkNode holds a response against what was asked for (invariant 18). An empty remoteID
// stands for any.
func (o *organization) checkNode(operation, domain, remoteID string, node domainNode) error {
	switch {
	case service.CheckToken(node.ID) != nil || node.Owner.ID == "":
		return o.MissingContent(operation, "the IDs of the domain and its owner")
	case node.Owner.ID != o.ownerID.Get():
		return o.WrongIdentity(operation, "a domain of "+o.ID, fmt.Sprintf("the domain %q of another owner", node.Domain))
	case remoteID != "" && node.ID != remoteID:
		return o.WrongIdentity(operation, fmt.Sprintf("the domain %q", remoteID), fmt.Sprintf("the domain %q", node.ID))
	}
	return o.CheckDomain(operation, domain, node.name())
}
