// SPDX-License-Identifier: MPL-2.0

package workos

import (
	"context"
	"fmt"
	"io"
	"regexp"
	"sync"
	"time"

	"github.com/domainverify/terraform-provider-domainverify/internal/httpapi"
	"github.com/domainverify/terraform-provider-domainverify/internal/service"
)

// Name is the service's name in configuration and ids.
const Name = "workos"

var (
	_ service.Service            = (*Adapter)(nil)
	_ service.OrganizationReader = (*Adapter)(nil)
	_ service.OrganizationFinder = (*Adapter)(nil)
	_ service.PortalLinker       = (*Adapter)(nil)
)

// organizationIDForm does not insist on the length of a ULID, which WorkOS'
// description does not promise.
var organizationIDForm = regexp.MustCompile(`^org_[0-9A-Za-z]+$`)

// Config makes an Adapter. All but OrganizationID is required. The transport of
// API has to send idempotency keys.
type Config struct {
	API      *httpapi.Client
	Redactor *httpapi.Redactor
	// OrganizationID is the default organization, or empty.
	OrganizationID string
	Random         io.Reader
	Now            func() time.Time
}

// Adapter is the contract of package service at WorkOS.
type Adapter struct {
	config Config
	client client

	mu            sync.Mutex
	organizations map[string]*organization
}

// New returns an Adapter.
func New(config Config) *Adapter {
	return &Adapter{config: config, client: client{config.API}, organizations: map[string]*organization{}}
}

// Name implements service.Service.
func (a *Adapter) Name() string { return Name }

// Capabilities implements service.Service. WorkOS looks "periodically"; one of
// its large customers tells its users to allow ten minutes.
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
	if id == "" {
		id = a.config.OrganizationID
	}
	rejected := &service.Error{
		Class:     service.Rejected,
		Operation: "read the WorkOS organization id",
		Reason:    fmt.Sprintf("%q is no id of a WorkOS organization", id),
		Advice:    "Copy the organization id from the WorkOS dashboard (Organizations); it begins with org_.",
	}
	switch {
	case organizationIDForm.MatchString(id):
		return id, nil
	case id == "":
		rejected.Reason = "no organization id is set"
		rejected.Advice = "Set organization_id in the provider's workos block or in the resource, or WORKOS_ORGANIZATION_ID. " + rejected.Advice
	}
	return "", rejected
}

func (a *Adapter) organization(id string) *organization {
	a.mu.Lock()
	defer a.mu.Unlock()
	known, ok := a.organizations[id]
	if !ok {
		known = newOrganization(id, a.config)
		a.organizations[id] = known
	}
	return known
}

// Read implements service.Service.
func (a *Adapter) Read(ctx context.Context, id service.DomainID) (service.Domain, error) {
	snapshot, err := a.organization(id.OrganizationID).snapshot(ctx, "read the domain "+id.Domain)
	if err != nil {
		return service.Domain{}, err
	}
	return snapshot.Of(id.Domain), nil
}
