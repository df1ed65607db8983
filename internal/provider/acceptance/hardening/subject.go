// SPDX-License-Identifier: MPL-2.0

package hardening

import (
	"cmp"
	"strings"

	"github.com/domainverify/terraform-provider-domainverify/internal/plugintest"
	"github.com/domainverify/terraform-provider-domainverify/internal/sandbox"
	"github.com/domainverify/terraform-provider-domainverify/internal/sandbox/simhttp"
	"github.com/domainverify/terraform-provider-domainverify/internal/service"
	"github.com/domainverify/terraform-provider-domainverify/internal/service/catalog"
)

// Zone is the domain of a subject, and OtherZone that of a run beside it. The sandbox
// serves both.
const (
	Zone      = "acme.test"
	OtherZone = "beta.test"
)

// Subject is a service with a configuration.
type Subject struct {
	Name    string // of its rows in the table
	Service string
	// Configuration takes the domain DOMAIN from nothing to verified, and claimed where
	// there are claims; by default that of one without claims.
	Configuration string
	// Prepare settles what the service leaves open, and changes the environment variables
	// of the provider.
	Prepare func(running *sandbox.Sandbox, environment map[string]string) error
	// Block is a provider block to stand before the configuration, once the environment
	// is prepared.
	Block func() string
	// Counters are members of the simulator's snapshot that count what it was asked.
	Counters []string

	// Ordered are members of what the snapshot shows of a domain that tell which one came
	// first.
	Ordered []string

	// Definition and Simulator add a service that is not in the catalog.
	Definition *service.Definition
	Simulator  func() simhttp.Factory

	// workspaces are those of all cells.
	workspaces *plugintest.Workspaces
}

// Chain takes the domain DOMAIN of the service SERVICE from nothing to verified.
const Chain = `
resource "domainverify_organization_domain" "this" {
  service = "SERVICE"
  domain  = "DOMAIN"
}
resource "domainverify_verification_token" "this" {
  organization_domain_id = domainverify_organization_domain.this.id
}
resource "sandbox_dns_record_set" "this" {
  zone   = "DOMAIN"
  name   = domainverify_verification_token.this.record.name
  type   = domainverify_verification_token.this.record.type
  values = [domainverify_verification_token.this.record.value]
}
resource "domainverify_verification" "this" {
  organization_domain_id = domainverify_organization_domain.this.id
  token                  = domainverify_verification_token.this.token
  depends_on             = [sandbox_dns_record_set.this]
}
`

// Claim is the resource that a configuration has where the service has claims.
const Claim = `
resource "domainverify_claim" "this" {
  organization_domain_id = domainverify_verification.this.organization_domain_id
}
`

// ConfigurationFor is that of one domain.
func (s Subject) ConfigurationFor(domain string) string {
	block := ""
	if s.Block != nil {
		block = s.Block()
	}
	return block + strings.NewReplacer("SERVICE", s.Service, "DOMAIN", domain).Replace(cmp.Or(s.Configuration, Chain))
}

func (s Subject) catalog() service.Catalog {
	services := append(service.Catalog{}, catalog.Definitions()...)
	if s.Definition != nil {
		services = append(services, *s.Definition)
	}
	return services
}

func (s Subject) simulators() []simhttp.Factory {
	if s.Simulator == nil {
		return nil
	}
	return []simhttp.Factory{s.Simulator()}
}
