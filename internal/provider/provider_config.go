// SPDX-License-Identifier: MPL-2.0

package provider

import (
	"context"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/provider"
	"github.com/hashicorp/terraform-plugin-framework/tfsdk"
	"github.com/hashicorp/terraform-plugin-framework/types"
	"github.com/hashicorp/terraform-plugin-log/tflog"

	"github.com/domainverify/terraform-provider-domainverify/internal/displaytext"
	"github.com/domainverify/terraform-provider-domainverify/internal/dnscheck"
	"github.com/domainverify/terraform-provider-domainverify/internal/filecheck"
	"github.com/domainverify/terraform-provider-domainverify/internal/provider/diagnostics"
	"github.com/domainverify/terraform-provider-domainverify/internal/provider/progressfile"
	"github.com/domainverify/terraform-provider-domainverify/internal/provider/providerdata"
	"github.com/domainverify/terraform-provider-domainverify/internal/service"
	"github.com/domainverify/terraform-provider-domainverify/internal/verification"
)

// Configure implements provider.Provider. It makes no request: a wrong token
// shows where it is first needed.
func (p *Provider) Configure(ctx context.Context, req provider.ConfigureRequest, resp *provider.ConfigureResponse) {
	for _, variable := range p.unusableProxies {
		resp.Diagnostics.Append(diagnostics.ProxyUnusable(variable))
	}
	data := &providerdata.Data{Clock: p.deps.Clock, Catalog: p.catalog, Services: map[string]providerdata.ConfiguredService{}}
	for _, definition := range p.catalog {
		configured, diags := p.configureService(ctx, definition, req.Config)
		resp.Diagnostics.Append(diags...)
		if configured != nil {
			data.Services[definition.Name] = *configured
		}
	}
	data.DNS = p.configureDNS(ctx, req.Config, &resp.Diagnostics)
	data.Files = p.configureFiles(ctx, req.Config, data.DNS, &resp.Diagnostics)
	if resp.Diagnostics.HasError() {
		return
	}
	progress := p.configureProgress(ctx, req.Config, &resp.Diagnostics)
	if resp.Diagnostics.HasError() {
		return
	}
	data.Workflow = verification.New(verification.Dependencies{
		Clock: p.deps.Clock, DNS: data.DNS.Shared, Files: data.Files, Prefixes: verification.KnownPrefixes(p.catalog), Random: p.deps.Random,
		Progress: progress, Log: providerdata.Log,
	})
	resp.ResourceData = data
	resp.DataSourceData = data
	resp.EphemeralResourceData = data
	resp.ListResourceData = data
	resp.ActionData = data
}

func (p *Provider) dependencies(ctx context.Context) service.Dependencies {
	return service.Dependencies{
		UserAgent: "terraform-provider-domainverify/" + p.version,
		Transport: p.deps.Transport,
		Now:       p.deps.Clock.Now,
		Sleep:     p.deps.Clock.Sleep,
		Random:    p.deps.Random,
		MinPause:  p.deps.MinPause,
		Grace:     p.deps.Grace,
		MaxPause:  p.deps.MaxPause,
		Log: func(request context.Context, message string, fields map[string]any) {
			// Some requests serve several resources and outlive each of them.
			if request == nil {
				request = ctx
			}
			tflog.Debug(request, displaytext.Short(message), providerdata.LogFields(fields))
		},
	}
}

// dnsModes are the values of the mode attributes.
var dnsModes = []string{string(dnscheck.Authoritative), string(dnscheck.Recursive), providerdata.DNSModeOff}

// dnsQuorums are the values of the quorum attribute, the default first.
var dnsQuorums = []string{string(dnscheck.QuorumMajority), string(dnscheck.QuorumAll), string(dnscheck.QuorumAny)}

func (p *Provider) configureDNS(ctx context.Context, config tfsdk.Config, diags *diag.Diagnostics) providerdata.DNSSettings {
	settings := providerdata.DNSSettings{Proxy: p.proxy, Dial: p.deps.DialDNS, Now: p.deps.Clock.Now}
	block := path.Root("dns")
	if isUnknownBlock(ctx, config, block, diags) {
		settings.Unknown, settings.UnknownPrivate = true, true
		return settings
	}

	var unknownMode, unknownQuorum bool
	settings.Mode, unknownMode = p.choice(ctx, config, block.AtName("mode"), "DOMAINVERIFY_DNS_MODE", dnsModes, diags)
	settings.Quorum, unknownQuorum = p.choice(ctx, config, block.AtName("quorum"), "DOMAINVERIFY_DNS_QUORUM", dnsQuorums, diags)
	resolvers, nameservers := block.AtName("resolvers"), block.AtName("nameservers")
	var ofResolvers, ofNameservers string
	var unknownResolvers, unknownNameservers bool
	settings.Resolvers, ofResolvers, unknownResolvers = p.hosts(ctx, config, resolvers, "DOMAINVERIFY_DNS_RESOLVERS", diags)
	settings.Nameservers, ofNameservers, unknownNameservers = p.hosts(ctx, config, nameservers, "DOMAINVERIFY_DNS_NAMESERVERS", diags)
	settings.AllowPrivate, settings.UnknownPrivate = p.flag(ctx, config, block.AtName("allow_private"), "DOMAINVERIFY_DNS_ALLOW_PRIVATE", diags)
	settings.Unknown = settings.UnknownPrivate || unknownMode || unknownQuorum || unknownResolvers || unknownNameservers
	if diags.HasError() || settings.Unknown || settings.Mode == providerdata.DNSModeOff {
		return settings
	}
	if settings.Mode == string(dnscheck.Recursive) && len(settings.Nameservers) > 0 {
		diags.Append(diagnostics.NameserversInRecursiveMode(nameservers))
		return settings
	}
	if _, err := settings.Client(settings.Mode, nil); err != nil {
		diags.Append(diagnostics.InvalidSetting(resolvers, err, ofResolvers))
		return settings
	}
	client, err := settings.Client(settings.Mode, settings.Nameservers)
	if err != nil {
		diags.Append(diagnostics.InvalidSetting(nameservers, err, ofNameservers))
	}
	settings.Shared = client
	return settings
}

// isUnknownBlock reports whether a whole block is known after apply only. The framework
// gives its attributes as null then, as if none were set.
func isUnknownBlock(ctx context.Context, config tfsdk.Config, block path.Path, diags *diag.Diagnostics) bool {
	var object types.Object
	diags.Append(config.GetAttribute(ctx, block, &object)...)
	return object.IsUnknown()
}

// text reads a text, from the environment where it is not set, which from names then.
func (p *Provider) text(ctx context.Context, config tfsdk.Config, at path.Path, environmentVariable string, diags *diag.Diagnostics) (text, from string, unknown bool) {
	var value types.String
	diags.Append(config.GetAttribute(ctx, at, &value)...)
	if value.IsNull() {
		return p.deps.Environment(environmentVariable), environmentVariable, false
	}
	return value.ValueString(), "", value.IsUnknown()
}

// choice reads one of several words, as text does. The first word is the default.
func (p *Provider) choice(ctx context.Context, config tfsdk.Config, at path.Path, environmentVariable string, words []string, diags *diag.Diagnostics) (word string, unknown bool) {
	word, from, unknown := p.text(ctx, config, at, environmentVariable, diags)
	switch {
	case word == "":
		return words[0], unknown
	case !slices.Contains(words, word):
		diags.Append(diagnostics.InvalidSetting(at, fmt.Errorf("invalid value %q: must be one of %s", word, strings.Join(words, ", ")), from))
	}
	return word, unknown
}

// flag reads true or false, from the environment where it is not set.
func (p *Provider) flag(ctx context.Context, config tfsdk.Config, at path.Path, environmentVariable string, diags *diag.Diagnostics) (set, unknown bool) {
	var value types.Bool
	diags.Append(config.GetAttribute(ctx, at, &value)...)
	text := strings.TrimSpace(p.deps.Environment(environmentVariable))
	if !value.IsNull() || text == "" {
		return value.ValueBool(), value.IsUnknown()
	}
	set, err := strconv.ParseBool(text)
	if err != nil {
		diags.Append(diagnostics.InvalidSetting(at, fmt.Errorf("%q is neither true nor false", text), environmentVariable))
	}
	return set, false
}

// hosts reads a list of servers, from the environment where it is not set, which from names
// then.
func (p *Provider) hosts(ctx context.Context, config tfsdk.Config, at path.Path, environmentVariable string, diags *diag.Diagnostics) (hosts []string, from string, unknown bool) {
	var list types.List
	diags.Append(config.GetAttribute(ctx, at, &list)...)
	if list.IsUnknown() {
		return nil, "", true
	}
	if list.IsNull() {
		for entry := range strings.SplitSeq(p.deps.Environment(environmentVariable), ",") {
			if entry = strings.TrimSpace(entry); entry != "" {
				hosts = append(hosts, entry)
			}
		}
		return hosts, environmentVariable, false
	}
	for _, element := range list.Elements() {
		if element.IsUnknown() {
			return nil, "", true
		}
	}
	diags.Append(list.ElementsAs(ctx, &hosts, false)...)
	return hosts, "", false
}

// configureFiles returns nil while the settings are unknown; then nobody looks
// at files, as with the DNS.
func (p *Provider) configureFiles(ctx context.Context, config tfsdk.Config, dns providerdata.DNSSettings, diags *diag.Diagnostics) *filecheck.Client {
	block := path.Root("http")
	at := block.AtName("connect_to")
	connectTo, from, unknown := p.text(ctx, config, at, "DOMAINVERIFY_HTTP_CONNECT_TO", diags)
	if unknown || dns.UnknownPrivate || isUnknownBlock(ctx, config, block, diags) {
		return nil
	}
	files, err := filecheck.New(filecheck.Config{ConnectTo: connectTo, AllowPrivate: dns.AllowPrivate, Proxy: p.proxy})
	if err != nil {
		diags.Append(diagnostics.InvalidSetting(at, err, from))
	}
	return files
}

// configureProgress returns nil where no progress file is set, or its name is unknown.
func (p *Provider) configureProgress(ctx context.Context, config tfsdk.Config, diags *diag.Diagnostics) func(context.Context, verification.Event) {
	at := path.Root("progress_file")
	file, from, _ := p.text(ctx, config, at, "DOMAINVERIFY_PROGRESS_FILE", diags)
	if file == "" || diags.HasError() {
		return nil
	}
	opened, err := progressfile.Open(file, func(ctx context.Context, message string, fields map[string]any) {
		providerdata.Log(ctx, verification.Warn, message, fields)
	})
	if err != nil {
		diags.Append(diagnostics.InvalidSetting(at, err, from))
		return nil
	}
	return opened.Write
}
