// SPDX-License-Identifier: MPL-2.0

package workos

import (
	"fmt"
	"io"
	"regexp"
	"time"

	"github.com/domainverify/terraform-provider-domainverify/internal/service"
	"github.com/domainverify/terraform-provider-domainverify/internal/service/adapter"
)

// Name is the service's name in configuration and IDs.
const Name = "workos"

var (
	_ service.Service            = (*Adapter)(nil)
	_ service.Lister             = (*Adapter)(nil)
	_ service.OrganizationReader = (*Adapter)(nil)
	_ service.OrganizationFinder = (*Adapter)(nil)
	_ service.PortalLinker       = (*Adapter)(nil)
)

// organizationIDForm does not insist on the length of a ULID, which WorkOS'
// description does not promise.
var organizationIDForm = regexp.MustCompile(`^org_[0-9A-Za-z]+$`)

// Adapter is the contract of package service at WorkOS.
type Adapter struct {
	*process
	// organizationID is the default organization, or empty.
	organizationID string
	organizations  *adapter.Organizations[*organization]
}

// process is what the organizations of one process share.
type process struct {
	vendor *adapter.Vendor
	client client
	random io.Reader
	now    func() time.Time
	// prefixes holds what stands before the token of each domain, "" for nothing. The
	// domains for which WorkOS has shown neither token nor prefix are missing.
	prefixes adapter.Table[service.DomainID, string]
}

// Name implements service.Service.
func (a *Adapter) Name() string { return Name }

// Capabilities implements service.Service. WorkOS checks "periodically"; one of its
// large customers tells its users to allow ten minutes (wire/workos.md 1.3).
func (a *Adapter) Capabilities() service.Capabilities {
	return service.Capabilities{
		Methods: []service.Method{service.MethodDNSTXT},
		InsteadOfClaim: "Its counterpart is the domain policy of an organization: a verified domain joins it by default, " +
			"one organization per domain has it, and only the WorkOS dashboard can change it.",
		PollInterval:    5 * time.Second,
		MaxPollInterval: 30 * time.Second,
		Deadline:        30 * time.Minute,
	}
}

// CanonicalOrganizationID implements service.Service.
func (a *Adapter) CanonicalOrganizationID(id string) (string, error) {
	id = adapter.FirstNonEmpty(id, a.organizationID)
	if organizationIDForm.MatchString(id) {
		return id, nil
	}
	rejected := &service.Error{
		Class:     service.Rejected,
		Operation: "read the WorkOS organization ID",
		Reason:    fmt.Sprintf("%q is not the ID of a WorkOS organization", id),
		Advice:    "Copy the organization ID from the WorkOS dashboard (Organizations); it begins with org_.",
	}
	if id == "" {
		rejected.Reason = "no organization ID is set"
		rejected.Advice = "Set organization_id in the provider's workos block or in the resource, or WORKOS_ORGANIZATION_ID. " + rejected.Advice
	}
	return "", rejected
}
