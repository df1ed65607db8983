// SPDX-License-Identifier: MPL-2.0

package zoho

import (
	"sync/atomic"
	"time"

	"github.com/domainverify/terraform-provider-domainverify/internal/httpapi"
	"github.com/domainverify/terraform-provider-domainverify/internal/service"
	"github.com/domainverify/terraform-provider-domainverify/internal/service/adapter"
)

// Name is the service's name in configuration and IDs.
const Name = "zoho"

var (
	_ service.Service            = (*Adapter)(nil)
	_ service.Explainer          = (*Adapter)(nil)
	_ service.Lister             = (*Adapter)(nil)
	_ service.OrganizationReader = (*Adapter)(nil)
)

// verifyPause is how far apart two verify calls for one domain are kept. Zoho is
// reported to lock an organization that polls, for an unknown time (wire/zoho.md 5).
const verifyPause = 15 * time.Second

// callsQueued is how many calls may wait before the last one of an operation: a few
// for each of the ten resources that Terraform works on.
const callsQueued = 40

// Adapter is the contract of package service at Zoho Mail.
type Adapter struct {
	adapter.OrganizationIDs
	*adapter.Organizations[*organization]
	api *httpapi.Client
	// decode decodes a body, once; everything else works on what it returns.
	decode func(body []byte) (any, error)
	now    func() time.Time
	// center, mailHost and accountsHost are what errors name.
	center                 dataCenter
	mailHost, accountsHost string
	// refresh is nil where the access token cannot be renewed.
	refresh *httpapi.TokenEndpoint
	// requestsPerMinute is the bound that api keeps.
	requestsPerMinute int
	// suffixedVerify reports which form of the verify URL this process found to be
	// right.
	suffixedVerify atomic.Bool
}

// Capabilities implements service.Service. Zoho documents that DNS changes may take up
// to a day (wire/zoho.md 3); an hour is what an apply can reasonably wait.
func (a *Adapter) Capabilities() service.Capabilities {
	return service.Capabilities{
		Methods:         service.Methods(),
		VerifyClaims:    true,
		PollInterval:    verifyPause,
		MaxPollInterval: time.Minute,
		Deadline:        time.Hour,
		QueueAllowance:  callsQueued * time.Minute / time.Duration(a.requestsPerMinute),
	}
}
