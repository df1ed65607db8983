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
	"github.com/domainverify/terraform-provider-domainverify/internal/service"
	"github.com/domainverify/terraform-provider-domainverify/internal/verification"
)

// Configure implements provider.Provider. It makes no request: a wrong token
// shows where it is first needed.
func (p *Provider) Configure(ctx context.Context, req provider.ConfigureRequest, resp *provider.ConfigureResponse) {
	for _, variable := range p.unusableProxies {
		resp.Diagnostics.Append(proxyUnusable(variable))
	}
	data := &Data{Clock: p.deps.Clock, catalog: p.catalog, services: map[string]configuredService{}}
	for _, definition := range p.catalog {
		configured, diags := p.configureService(ctx, definition, req.Config)
		resp.Diagnostics.Append(diags...)
		if configured != nil {
			data.services[definition.Name] = *configured
		}
	}
	data.DNS = p.configureDNS(ctx, req.Config, &resp.Diagnostics)
	data.Files = p.configureFiles(ctx, req.Config, data.DNS, &resp.Diagnostics)
	if resp.Diagnostics.HasError() {
		return
	}
	data.workflow = verification.New(verification.Dependencies{Clock: p.deps.Clock, DNS: data.DNS.shared, Files: data.Files, Prefixes: verification.KnownPrefixes(p.catalog), Random: p.deps.Random, Log: log})
	resp.ResourceData = data
	resp.DataSourceData = data
	resp.EphemeralResourceData = data
}

func (p *Provider) dependencies(ctx context.Context) service.Dependencies {
	return service.Dependencies{
		UserAgent: "terraform-provider-domainverify/" + p.version,
		Transport: p.deps.Transport,
		Now:       p.deps.Clock.Now,
		Sleep:     p.deps.Clock.Sleep,
		Random:    p.deps.Random,
		MinPause:  p.deps.MinPause,
		MaxPause:  p.deps.MaxPause,
		Log: func(request context.Context, message string, fields map[string]any) {
			// Some requests serve several resources and outlive each of them.
			if request == nil {
				request = ctx
			}
			tflog.Debug(request, displaytext.Short(message), shownFields(fields))
		},
	}
}

// dnsModes are the values of the mode attributes.
var dnsModes = []string{string(dnscheck.Authoritative), string(dnscheck.Recursive), modeOff}

const modeOff = "off"

// dnsQuorums are the values of the quorum attribute, the default first.
var dnsQuorums = []string{string(dnscheck.QuorumMajority), string(dnscheck.QuorumAll), string(dnscheck.QuorumAny)}

func (p *Provider) configureDNS(ctx context.Context, config tfsdk.Config, diags *diag.Diagnostics) dnsSettings {
	settings := dnsSettings{proxy: p.proxy, dial: p.deps.DialDNS, now: p.deps.Clock.Now}
	block := path.Root("dns")

	var unknownMode, unknownQuorum bool
	settings.mode, unknownMode = p.choice(ctx, config, block.AtName("mode"), "DOMAINVERIFY_DNS_MODE", dnsModes, diags)
	settings.quorum, unknownQuorum = p.choice(ctx, config, block.AtName("quorum"), "DOMAINVERIFY_DNS_QUORUM", dnsQuorums, diags)
	var unknownResolvers, unknownNameservers bool
	settings.resolvers, unknownResolvers = p.hosts(ctx, config, block.AtName("resolvers"), "DOMAINVERIFY_DNS_RESOLVERS", diags)
	settings.nameservers, unknownNameservers = p.hosts(ctx, config, block.AtName("nameservers"), "DOMAINVERIFY_DNS_NAMESERVERS", diags)
	var unknownPrivate bool
	settings.allowPrivate, unknownPrivate = p.flag(ctx, config, block.AtName("allow_private"), "DOMAINVERIFY_DNS_ALLOW_PRIVATE", diags)
	settings.unknownPrivate = unknownPrivate
	settings.unknown = unknownPrivate || unknownMode || unknownQuorum || unknownResolvers || unknownNameservers
	if diags.HasError() || settings.unknown || settings.mode == modeOff {
		return settings
	}
	if settings.mode == string(dnscheck.Recursive) && len(settings.nameservers) > 0 {
		diags.AddAttributeError(block.AtName("nameservers"), summaryInvalidProvider,
			"nameservers are authoritative servers and have no meaning in the mode recursive, which asks the resolvers. Leave out one of the two (DOMAINVERIFY_DNS_NAMESERVERS counts as well).")
		return settings
	}
	client, err := settings.client(settings.mode, settings.nameservers)
	if err != nil {
		diags.AddAttributeError(block, summaryInvalidProvider, displaytext.Sentence(err.Error()))
	}
	settings.shared = client
	return settings
}

// choice reads one of several words, from the environment where it is not set.
// The first word is the default.
func (p *Provider) choice(ctx context.Context, config tfsdk.Config, at path.Path, environmentVariable string, words []string, diags *diag.Diagnostics) (word string, unknown bool) {
	var value types.String
	diags.Append(config.GetAttribute(ctx, at, &value)...)
	if value.IsUnknown() {
		return "", true
	}
	word = value.ValueString()
	if value.IsNull() {
		word = p.deps.Environment(environmentVariable)
	}
	if word == "" {
		return words[0], false
	}
	if !slices.Contains(words, word) {
		diags.AddAttributeError(at, summaryInvalidProvider,
			fmt.Sprintf("Invalid value %q: must be one of %s (environment: %s).", word, strings.Join(words, ", "), environmentVariable))
	}
	return word, false
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
		diags.AddAttributeError(at, summaryInvalidProvider, fmt.Sprintf("%q is neither true nor false. The value comes from the environment variable %s.", text, environmentVariable))
	}
	return set, false
}

// hosts reads a list of servers, from the environment where it is not set.
func (p *Provider) hosts(ctx context.Context, config tfsdk.Config, at path.Path, environmentVariable string, diags *diag.Diagnostics) (hosts []string, unknown bool) {
	var list types.List
	diags.Append(config.GetAttribute(ctx, at, &list)...)
	if list.IsUnknown() {
		return nil, true
	}
	if list.IsNull() {
		for entry := range strings.SplitSeq(p.deps.Environment(environmentVariable), ",") {
			if entry = strings.TrimSpace(entry); entry != "" {
				hosts = append(hosts, entry)
			}
		}
		return hosts, false
	}
	for _, element := range list.Elements() {
		if element.IsUnknown() {
			return nil, true
		}
	}
	diags.Append(list.ElementsAs(ctx, &hosts, false)...)
	return hosts, false
}
