// SPDX-License-Identifier: MPL-2.0

package provider

import (
	"context"
	"crypto/rand"
	"io"
	"net"
	"net/http"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/action"
	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/ephemeral"
	"github.com/hashicorp/terraform-plugin-framework/function"
	"github.com/hashicorp/terraform-plugin-framework/list"
	"github.com/hashicorp/terraform-plugin-framework/provider"
	"github.com/hashicorp/terraform-plugin-framework/resource"

	"github.com/domainverify/terraform-provider-domainverify/internal/poll"
	"github.com/domainverify/terraform-provider-domainverify/internal/provider/actions"
	"github.com/domainverify/terraform-provider-domainverify/internal/provider/datasources"
	"github.com/domainverify/terraform-provider-domainverify/internal/provider/ephemeralresources"
	"github.com/domainverify/terraform-provider-domainverify/internal/provider/functions"
	"github.com/domainverify/terraform-provider-domainverify/internal/provider/listresources"
	"github.com/domainverify/terraform-provider-domainverify/internal/provider/resources"
	"github.com/domainverify/terraform-provider-domainverify/internal/service"
	"github.com/domainverify/terraform-provider-domainverify/internal/service/catalog"
	"github.com/domainverify/terraform-provider-domainverify/internal/verification"
)

var (
	_ provider.ProviderWithFunctions          = (*Provider)(nil)
	_ provider.ProviderWithEphemeralResources = (*Provider)(nil)
	_ provider.ProviderWithListResources      = (*Provider)(nil)
	_ provider.ProviderWithActions            = (*Provider)(nil)
)

// Dependencies is what the provider takes from its process. The zero value of
// a field means the real thing, but for Environment, which then is empty.
type Dependencies struct {
	Clock       poll.Clock
	Environment func(name string) string // os.Getenv
	Random      io.Reader
	Transport   http.RoundTripper
	// DialDNS opens the connections of DNS queries.
	DialDNS func(ctx context.Context, network, address string) (net.Conn, error)
	// MinPause and MaxPause bound the pauses between repeated HTTP requests.
	MinPause, MaxPause time.Duration
	// Grace is how long a write that is under way may outlive its interruption.
	Grace time.Duration
	// Catalog lists the services on offer; nil: all of package catalog.
	Catalog service.Catalog
}

// Provider is the Terraform provider.
type Provider struct {
	version string
	deps    Dependencies
	catalog service.Catalog
	proxy   proxyFunc
	// unusableProxies are variables of the environment.
	unusableProxies []string
}

// New returns a constructor of the provider with the given version.
func New(version string, deps Dependencies) func() provider.Provider {
	if deps.Clock == nil {
		deps.Clock = poll.SystemClock{}
	}
	if deps.Environment == nil {
		deps.Environment = func(string) string { return "" }
	}
	if deps.Random == nil {
		deps.Random = rand.Reader
	}
	if deps.Catalog == nil {
		deps.Catalog = catalog.Definitions()
	}
	proxy, unusable := proxyRules(deps.Environment)
	if deps.Transport == nil {
		deps.Transport = transportThrough(proxy)
	}
	return func() provider.Provider {
		return &Provider{version: version, deps: deps, catalog: deps.Catalog, proxy: proxy, unusableProxies: unusable}
	}
}

// Metadata implements provider.Provider.
func (p *Provider) Metadata(_ context.Context, _ provider.MetadataRequest, resp *provider.MetadataResponse) {
	resp.TypeName = "domainverify"
	resp.Version = p.version
}

// Resources implements provider.Provider.
func (p *Provider) Resources(context.Context) []func() resource.Resource {
	return []func() resource.Resource{
		func() resource.Resource { return resources.NewOrganizationDomain(p.catalog) },
		resources.NewVerificationToken,
		func() resource.Resource { return resources.NewVerification(p.catalog) },
		func() resource.Resource { return resources.NewClaim(p.catalog) },
	}
}

// EphemeralResources implements provider.ProviderWithEphemeralResources.
func (p *Provider) EphemeralResources(context.Context) []func() ephemeral.EphemeralResource {
	return []func() ephemeral.EphemeralResource{
		func() ephemeral.EphemeralResource { return ephemeralresources.NewPortalLink(p.catalog) },
	}
}

// ListResources implements provider.ProviderWithListResources.
func (p *Provider) ListResources(context.Context) []func() list.ListResource {
	return []func() list.ListResource{
		func() list.ListResource { return listresources.NewOrganizationDomain(p.catalog) },
		func() list.ListResource { return listresources.NewVerificationToken(p.catalog) },
		func() list.ListResource { return listresources.NewVerification(p.catalog) },
		func() list.ListResource { return listresources.NewClaim(p.catalog) },
	}
}

// Actions implements provider.ProviderWithActions.
func (p *Provider) Actions(context.Context) []func() action.Action {
	return []func() action.Action{actions.NewVerify}
}

// DataSources implements provider.Provider.
func (p *Provider) DataSources(context.Context) []func() datasource.DataSource {
	return []func() datasource.DataSource{
		datasources.NewTXTRecords,
		func() datasource.DataSource { return datasources.NewOrganization(p.catalog) },
		func() datasource.DataSource { return datasources.NewOrganizationDomain(p.catalog) },
		func() datasource.DataSource { return datasources.NewOrganizationDomains(p.catalog) },
		datasources.NewDNSHost,
	}
}

// Functions implements provider.ProviderWithFunctions.
func (p *Provider) Functions(context.Context) []func() function.Function {
	return []func() function.Function{
		functions.NewRecordSet,
		functions.NewMergeRecordSets,
		functions.NewRelativeName,
		functions.NewDomainToASCII,
		functions.NewTXTChunks,
		func() function.Function {
			return functions.NewParseVerificationTXT(verification.KnownPrefixes(p.catalog))
		},
	}
}
