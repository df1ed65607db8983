// SPDX-License-Identifier: MPL-2.0

package provider

import (
	"context"
	"errors"
	"maps"
	"net"
	"slices"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/domainverify/terraform-provider-domainverify/internal/displaytext"
	"github.com/domainverify/terraform-provider-domainverify/internal/dnscheck"
	"github.com/domainverify/terraform-provider-domainverify/internal/dnsquery"
	"github.com/domainverify/terraform-provider-domainverify/internal/filecheck"
	"github.com/domainverify/terraform-provider-domainverify/internal/poll"
	"github.com/domainverify/terraform-provider-domainverify/internal/service"
	"github.com/domainverify/terraform-provider-domainverify/internal/verification"
)

// Data is what the configured provider hands to its resources.
type Data struct {
	catalog  service.Catalog
	Clock    poll.Clock
	DNS      dnsSettings
	Files    *filecheck.Client
	services map[string]configuredService
	workflow *verification.Workflow
	ledger   runLedger
	tokens   knownTokens
}

// configuredService is a service, or the reason why it cannot be used.
type configuredService struct {
	service service.Service
	// unknown lists the settings that are known after apply only.
	unknown []string
	// invalid is what is wrong with settings from the environment.
	invalid diag.Diagnostic
}

// dataFrom returns nil before the provider is configured (while validating).
func dataFrom(providerData any, diags *diag.Diagnostics) *Data {
	if providerData == nil {
		return nil
	}
	data, ok := providerData.(*Data)
	if !ok {
		diags.AddError(summaryProviderData, "The provider handed over data of the wrong type. This is a bug in the provider.")
	}
	return data
}

// serviceName returns the service that a resource means when it names none.
func (d *Data) serviceName(diags *diag.Diagnostics) string {
	names := slices.Sorted(maps.Keys(d.services))
	if len(names) != 1 {
		diags.Append(ambiguousService(d.catalog, names))
		return ""
	}
	return names[0]
}

// deferred reports whether the service cannot be used before apply.
func (d *Data) deferred(name string) bool { return len(d.services[name].unknown) > 0 }

// service returns the service, or an error that says how to configure it.
func (d *Data) service(name string, diags *diag.Diagnostics) service.Service {
	configured, ok := d.services[name]
	switch {
	case !ok:
		diags.Append(serviceNotConfigured(d.catalog, name))
	case configured.invalid != nil:
		diags.Append(configured.invalid)
	case len(configured.unknown) > 0:
		diags.Append(credentialsUnknown(name, configured.unknown))
	}
	return configured.service
}

// resolve splits an id and finds its service. A false ok means that diags say
// why not, or that the id is unknown as yet.
func (d *Data) resolve(id types.String, diags *diag.Diagnostics) (service.Service, service.DomainID, bool) {
	if id.IsUnknown() {
		return nil, service.DomainID{}, false
	}
	parsed, err := service.ParseDomainID(id.ValueString())
	if err != nil {
		diags.AddError(summaryInvalidID, displaytext.Sentence(err.Error()))
		return nil, parsed, false
	}
	svc := d.service(parsed.Service, diags)
	if svc == nil {
		return nil, parsed, false
	}
	// Another form of the organization would make a second object of the same.
	canonical, err := svc.CanonicalOrganizationID(parsed.OrganizationID)
	switch {
	case err != nil:
		diags.Append(serviceError(summaryInvalidID, parsed, err))
	case canonical != parsed.OrganizationID:
		diags.Append(foreignForm(parsed, canonical))
	}
	return svc, parsed, err == nil && canonical == parsed.OrganizationID
}

// resolveOffline is resolve for planning, where a service that waits for its
// credentials is no error.
func (d *Data) resolveOffline(id types.String, diags *diag.Diagnostics) (service.Service, service.DomainID, bool) {
	if id.IsUnknown() || id.IsNull() {
		return nil, service.DomainID{}, false
	}
	if parsed, err := service.ParseDomainID(id.ValueString()); err == nil && d.deferred(parsed.Service) {
		return nil, parsed, false
	}
	return d.resolve(id, diags)
}

// dnsSettings make DNS clients. The shared one keeps what it learned about
// zones for all resources of the run.
type dnsSettings struct {
	mode        string
	quorum      string
	resolvers   []string
	nameservers []string
	// allowPrivate asks servers at addresses that are not of the public internet.
	allowPrivate   bool
	unknownPrivate bool
	unknown        bool
	proxy          proxyFunc
	dial           func(ctx context.Context, network, address string) (net.Conn, error)
	now            func() time.Time
	shared         *dnscheck.Client
}

func (s dnsSettings) client(mode string, nameservers []string) (*dnscheck.Client, error) {
	return dnscheck.New(dnscheck.Config{
		Config: dnsquery.Config{Resolvers: s.resolvers, Proxy: s.proxy, DialContext: s.dial, Now: s.now},
		Mode:   dnscheck.Mode(mode), Quorum: dnscheck.Quorum(s.quorum), Nameservers: nameservers, AllowPrivate: s.allowPrivate,
	})
}

// clientFor returns the client for a look of its own mode or servers. The
// provider's servers are authoritative ones, so they do not count in the mode
// that asks resolvers.
func (s dnsSettings) clientFor(mode string, nameservers []string) (*dnscheck.Client, error) {
	switch {
	case s.unknown:
		return nil, errors.New("the provider's dns settings are known only after apply")
	case mode == "" && s.mode == modeOff && nameservers == nil:
		return nil, errors.New("DNS checks are disabled (dns.mode = \"off\"); set mode on this data source to override")
	case (mode == "" || mode == s.mode) && nameservers == nil:
		return s.shared, nil
	case mode == "" && s.mode == modeOff:
		mode = string(dnscheck.Authoritative)
	case mode == "":
		mode = s.mode
	}
	if nameservers == nil && mode != string(dnscheck.Recursive) {
		nameservers = s.nameservers
	}
	return s.client(mode, nameservers)
}
