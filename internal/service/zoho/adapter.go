// SPDX-License-Identifier: MPL-2.0

package zoho

import (
	"context"
	"sync"
	"time"

	"github.com/domainverify/terraform-provider-domainverify/internal/httpapi"
	"github.com/domainverify/terraform-provider-domainverify/internal/service"
)

// Name is the service's name in configuration and ids.
const Name = "zoho"

var (
	_ service.Service            = (*Adapter)(nil)
	_ service.Explainer          = (*Adapter)(nil)
	_ service.Lister             = (*Adapter)(nil)
	_ service.OrganizationReader = (*Adapter)(nil)
)

// verifyPause is how far apart two verify calls for one domain are kept. Zoho
// locks an organization out for polling, for a time that it does not disclose.
const verifyPause = 15 * time.Second

// callsQueued is how many calls may be in line before the last one of an
// operation: a few for each of the ten resources that Terraform works on.
const callsQueued = 40

// Config makes an Adapter. API has to read answers by readMail and to keep the
// budget of requests.
type Config struct {
	API      *httpapi.Client
	Redactor *httpapi.Redactor
	// RequestsPerMinute is the budget that API keeps; 0: none.
	RequestsPerMinute int
	// OrganizationID is the default organization, or empty.
	OrganizationID string
	// Now is time.Now unless set.
	Now func() time.Time
}

// Adapter is the contract of package service at Zoho Mail.
type Adapter struct {
	config    Config
	endpoints endpoints
	forms     *verifyForms

	mu            sync.Mutex
	organizations map[string]*organization
}

func newAdapter(config Config, endpoints endpoints) *Adapter {
	if config.Now == nil {
		config.Now = time.Now
	}
	return &Adapter{config: config, endpoints: endpoints, forms: &verifyForms{}, organizations: map[string]*organization{}}
}

// Name implements service.Service.
func (a *Adapter) Name() string { return Name }

// Capabilities implements service.Service. Zoho says that DNS changes may take
// it up to a day; an hour is what an apply may well take.
func (a *Adapter) Capabilities() service.Capabilities {
	var inLine time.Duration
	if perMinute := a.config.RequestsPerMinute; perMinute > 0 {
		inLine = callsQueued * time.Minute / time.Duration(perMinute)
	}
	return service.Capabilities{
		Methods:         service.Methods(),
		VerifyClaims:    true,
		HostsMail:       true,
		PollInterval:    verifyPause,
		MaxPollInterval: time.Minute,
		Deadline:        time.Hour,
		QueueAllowance:  inLine,
	}
}

// CanonicalOrganizationID implements service.Service.
func (a *Adapter) CanonicalOrganizationID(id string) (string, error) {
	if id == "" {
		id = a.config.OrganizationID
	}
	return canonicalOrganizationID(id, a.endpoints)
}

func (a *Adapter) organization(id string) *organization {
	a.mu.Lock()
	defer a.mu.Unlock()
	known, ok := a.organizations[id]
	if !ok {
		known = newOrganization(id, a)
		a.organizations[id] = known
	}
	return known
}

// Read implements service.Service.
func (a *Adapter) Read(ctx context.Context, id service.DomainID) (service.Domain, error) {
	return a.organization(id.OrganizationID).find(ctx, "read the domain "+id.Domain, id.Domain)
}
