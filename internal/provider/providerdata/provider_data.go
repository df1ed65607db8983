// SPDX-License-Identifier: MPL-2.0

package providerdata

import (
	"context"
	"errors"
	"maps"
	"net"
	"net/url"
	"slices"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/domainverify/terraform-provider-domainverify/internal/dnscheck"
	"github.com/domainverify/terraform-provider-domainverify/internal/dnsquery"
	"github.com/domainverify/terraform-provider-domainverify/internal/filecheck"
	"github.com/domainverify/terraform-provider-domainverify/internal/poll"
	"github.com/domainverify/terraform-provider-domainverify/internal/provider/diagnostics"
	"github.com/domainverify/terraform-provider-domainverify/internal/provider/runledger"
	"github.com/domainverify/terraform-provider-domainverify/internal/service"
	"github.com/domainverify/terraform-provider-domainverify/internal/verification"
)

// Data is what the configured provider hands to its resources.
type Data struct {
	Catalog service.Catalog
	Clock   poll.Clock
	DNS     DNSSettings
	// Files is nil while its settings are known after apply only.
	Files *filecheck.Client
	// Services holds what is configured, by name.
	Services map[string]ConfiguredService
	Workflow *verification.Workflow
	Ledger   runledger.Ledger
	Tokens   runledger.PlannedTokens
}

// ConfiguredService is a service, or the reason why it cannot be used.
type ConfiguredService struct {
	Service service.Service
	// Unknown lists the settings that are known after apply only.
	Unknown []string
	// Invalid is what is wrong with settings from the environment.
	Invalid diag.Diagnostic
}

// From returns nil before the provider is configured (while validating).
func From(providerData any, diags *diag.Diagnostics) *Data {
	if providerData == nil {
		return nil
	}
	data, ok := providerData.(*Data)
	if !ok {
		diags.Append(diagnostics.UnexpectedProviderData())
	}
	return data
}

// DefaultService returns the service that a resource means when it names none.
func (d *Data) DefaultService(diags *diag.Diagnostics) string {
	names := slices.Sorted(maps.Keys(d.Services))
	if len(names) != 1 {
		diags.Append(diagnostics.ServiceNotChosen(d.Catalog, names))
		return ""
	}
	return names[0]
}

// Deferred reports whether the service cannot be used before apply.
func (d *Data) Deferred(name string) bool { return len(d.Services[name].Unknown) > 0 }

// Service returns the service, or an error that says how to configure it.
func (d *Data) Service(name string, diags *diag.Diagnostics) service.Service {
	configured, ok := d.Services[name]
	switch {
	case !ok:
		diags.Append(diagnostics.ServiceNotConfigured(d.Catalog, name))
	case configured.Invalid != nil:
		diags.Append(configured.Invalid)
	case len(configured.Unknown) > 0:
		diags.Append(diagnostics.CredentialsUnknown(name, configured.Unknown))
	}
	return configured.Service
}

// Resolve splits an ID and finds its service. A false ok means that diags say
// why not, or that the ID is not known yet.
func (d *Data) Resolve(id types.String, diags *diag.Diagnostics) (service.Service, service.DomainID, bool) {
	if id.IsUnknown() {
		return nil, service.DomainID{}, false
	}
	parsed, err := service.ParseDomainID(id.ValueString())
	if err != nil {
		diags.Append(diagnostics.InvalidID(err))
		return nil, parsed, false
	}
	svc := d.Service(parsed.Service, diags)
	if svc == nil {
		return nil, parsed, false
	}
	// Another form of the organization would make a second object of the same.
	canonical, err := svc.CanonicalOrganizationID(parsed.OrganizationID)
	switch {
	case err != nil:
		diags.Append(diagnostics.InvalidOrganizationOf(parsed, err))
	case canonical != parsed.OrganizationID:
		diags.Append(diagnostics.ForeignForm(parsed, canonical))
	}
	return svc, parsed, err == nil && canonical == parsed.OrganizationID
}

// ResolveOffline is Resolve for planning, where a service that waits for its
// credentials is no error.
func (d *Data) ResolveOffline(id types.String, diags *diag.Diagnostics) (service.Service, service.DomainID, bool) {
	if id.IsUnknown() || id.IsNull() {
		return nil, service.DomainID{}, false
	}
	if parsed, err := service.ParseDomainID(id.ValueString()); err == nil && d.Deferred(parsed.Service) {
		return nil, parsed, false
	}
	return d.Resolve(id, diags)
}

// DNSModeOff is the mode in which the DNS is not queried.
const DNSModeOff = "off"

// DNSSettings make DNS clients.
type DNSSettings struct {
	Mode        string // DNSModeOff or a dnscheck.Mode
	Quorum      string
	Resolvers   []string
	Nameservers []string
	// AllowPrivate asks servers at addresses that are not of the public internet.
	AllowPrivate bool
	// Unknown: a setting is known after apply only; UnknownPrivate: AllowPrivate is.
	Unknown, UnknownPrivate bool
	Proxy                   func(*url.URL) (*url.URL, error)
	Dial                    func(ctx context.Context, network, address string) (net.Conn, error)
	Now                     func() time.Time
	// Shared keeps what it learned about zones for all resources of the run. It is
	// nil where the DNS is not to be queried, or its settings are not known yet.
	Shared *dnscheck.Client
}

// Client makes a client of these settings, with a mode and servers of its own.
func (s DNSSettings) Client(mode string, nameservers []string) (*dnscheck.Client, error) {
	return dnscheck.New(dnscheck.Config{
		Config: dnsquery.Config{Resolvers: s.Resolvers, Proxy: s.Proxy, DialContext: s.Dial, Now: s.Now},
		Mode:   dnscheck.Mode(mode), Quorum: dnscheck.Quorum(s.Quorum), Nameservers: nameservers, AllowPrivate: s.AllowPrivate, Share: s.Shared,
	})
}

// ClientFor returns the client for a query with a mode or servers of its own. The
// provider's servers are authoritative ones, so they do not count in the mode
// that asks resolvers.
func (s DNSSettings) ClientFor(mode string, nameservers []string) (*dnscheck.Client, error) {
	switch {
	case s.Unknown:
		return nil, errors.New("the provider's dns settings are known only after apply")
	case mode == "" && s.Mode == DNSModeOff && nameservers == nil:
		return nil, errors.New("DNS checks are disabled (dns.mode = \"off\"); set mode on this data source to override")
	case (mode == "" || mode == s.Mode) && nameservers == nil:
		return s.Shared, nil
	case mode == "" && s.Mode == DNSModeOff:
		mode = string(dnscheck.Authoritative)
	case mode == "":
		mode = s.Mode
	}
	if nameservers == nil && mode != string(dnscheck.Recursive) {
		nameservers = s.Nameservers
	}
	return s.Client(mode, nameservers)
}
