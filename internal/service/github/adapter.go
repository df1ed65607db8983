// SPDX-License-Identifier: MPL-2.0

package github

import (
	"time"

	"github.com/domainverify/terraform-provider-domainverify/internal/service"
	"github.com/domainverify/terraform-provider-domainverify/internal/service/adapter"
)

// Name is the service's name in configuration and IDs.
const Name = "github"

var (
	_ service.Service            = (*Adapter)(nil)
	_ service.Lister             = (*Adapter)(nil)
	_ service.OrganizationReader = (*Adapter)(nil)
	_ service.Renewer            = (*Adapter)(nil)
)

// Adapter is the contract of package service at GitHub.
type Adapter struct {
	adapter.OrganizationIDs
	*adapter.Organizations[*organization]
}

// Capabilities implements service.Service. GitHub speaks of up to 72 hours, and users
// of minutes (wire/github.md 4). A verification is a mutation, of which an hour has 500
// for all domains together.
func (a *Adapter) Capabilities() service.Capabilities {
	return service.Capabilities{
		Methods: []service.Method{service.MethodDNSTXT},
		InsteadOfClaim: "Its counterpart is what a verified domain is good for at GitHub: the badge on the profile of the organization, " +
			"and the restriction of notifications to verified domains.",
		PollInterval:    30 * time.Second,
		MaxPollInterval: 2 * time.Minute,
		Deadline:        30 * time.Minute,
		QueueAllowance:  2 * time.Minute,
	}
}
