// SPDX-License-Identifier: MPL-2.0

package workos

import (
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
	adapter.OrganizationIDs
	*adapter.Organizations[*organization]
	*process
}

// process is what the organizations of one process share.
type process struct {
	client client
	random io.Reader
	now    func() time.Time
	// prefixes holds what stands before the token of each domain, "" for nothing. The
	// domains for which WorkOS has shown neither token nor prefix are missing.
	prefixes adapter.Table[service.DomainID, string]
}

// pollInterval is the pause between two readings of a wait at first.
const pollInterval = 5 * time.Second

// Capabilities implements service.Service. WorkOS checks "periodically"; one of its
// large customers tells its users to allow ten minutes (wire/workos.md 1.3).
func (a *Adapter) Capabilities() service.Capabilities {
	return service.Capabilities{
		Methods: []service.Method{service.MethodDNSTXT},
		InsteadOfClaim: "Its counterpart is the domain policy of an organization: a verified domain joins it by default, " +
			"one organization per domain has it, and only the WorkOS dashboard can change it.",
		PollInterval:    pollInterval,
		MaxPollInterval: 30 * time.Second,
		Deadline:        30 * time.Minute,
	}
}
