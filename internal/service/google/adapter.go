// SPDX-License-Identifier: MPL-2.0

package google

import (
	"context"
	"time"

	"github.com/domainverify/terraform-provider-domainverify/internal/service"
	"github.com/domainverify/terraform-provider-domainverify/internal/service/adapter"
)

// Name is the service's name in configuration and IDs.
const Name = "google"

// organizationID stands for the identity that the credentials are: Google has no
// organizations here.
const organizationID = "self"

var (
	_ service.Service            = (*Adapter)(nil)
	_ service.Lister             = (*Adapter)(nil)
	_ service.OrganizationReader = (*Adapter)(nil)
	_ service.RecordHolder       = (*Adapter)(nil)
	_ service.CallerIdentifier   = (*Adapter)(nil)
)

// Adapter is the contract of package service at Google Site Verification.
type Adapter struct {
	adapter.OrganizationIDs
	*adapter.Organizations[*organization]
	// identity is the address of the service account, or empty.
	identity string
}

// Capabilities implements service.Service. Google's advice is to try again until it works;
// a daily quota counts attempts (wire/google.md 7).
func (a *Adapter) Capabilities() service.Capabilities {
	return service.Capabilities{
		Methods:         []service.Method{service.MethodDNSTXT, service.MethodDNSCNAME},
		VerifyClaims:    true,
		InsteadOfClaim:  "The credentials are an owner of each domain that they have verified; others may verify the same domain beside them.",
		RecordStays:     true,
		PollInterval:    15 * time.Second,
		MaxPollInterval: 30 * time.Second,
		Deadline:        30 * time.Minute,
		// The TTL of the record, which Google's resolver may have kept, and some more.
		ReleaseDeadline: 15 * time.Minute,
		QueueAllowance:  2 * time.Minute,
	}
}

// CallerIdentity implements service.CallerIdentifier. Of a person, and of an access token
// that was made elsewhere, the credentials do not show it.
func (a *Adapter) CallerIdentity(context.Context) (string, error) { return a.identity, nil }

// Read implements service.Service. The ID does not depend on the state.
func (a *Adapter) Read(ctx context.Context, id service.DomainID) (service.Domain, error) {
	found, err := a.Organizations.Read(ctx, id)
	if err == nil {
		found.RemoteID = resourceID(id.Domain)
	}
	return found, err
}
