// SPDX-License-Identifier: MPL-2.0

package webex

import (
	"github.com/domainverify/terraform-provider-domainverify/internal/httpapi"
	"github.com/domainverify/terraform-provider-domainverify/internal/service"
	"github.com/domainverify/terraform-provider-domainverify/internal/service/adapter"
)

// The two clouds. The government one has its own accounts and tokens.
const (
	commercialBaseURL = "https://webexapis.com/v1"
	governmentHost    = "api-usgov.webex.com"
)

// Definition describes Webex to the provider.
func Definition() service.Definition {
	return service.Definition{
		Name:  Name,
		Title: "Cisco Webex",
		Description: "Cisco Webex, through its [Domain Management API](https://developer.webex.com/admin/docs/api/v1/api-domain-management). " +
			"The token must have the scope `identity:organizations_rw` and belong to a full administrator.",
		OrganizationID: "its UUID, or the Base64 form that other Webex APIs return (default: `webex.organization_id`)",
		Settings: adapter.WithAlternatives(adapter.WithEnvironment("WEBEX_", []service.Setting{
			{
				Name: adapter.SettingOrganizationID, EnvironmentVariables: []string{"WEBEX_ORG_ID"}, Identifying: true,
				Description: "Default organization of resources: its UUID, or the Base64 form that other Webex APIs return. Defaults to none: each resource then has to set `organization_id`.",
			},
			{
				Name: "access_token", Secret: true, Identifying: true,
				Description: "Access token. A personal access token is valid for 12 hours. If a refresh token is also set, both in the block or both in the environment, the access token is used until Webex rejects it.",
			},
			{Name: "client_id", Description: "Client ID of the integration or service app that the refresh token belongs to. Required with `refresh_token`."},
			{Name: "client_secret", Secret: true, Description: "Client secret of that integration or service app. Required with `refresh_token`."},
			{
				Name: "refresh_token", Secret: true, Identifying: true,
				Description: "Refresh token, used to request access tokens as needed. If Webex replaces it, the new one is only used during the run, because it cannot be written back to the configuration.",
			},
			{Name: "base_url", Description: "Base URL of the API. Defaults to `https://webexapis.com/v1`; that of Webex for Government is `https://api-usgov.webex.com/v1`."},
			{Name: "token_url", Description: "URL of the token endpoint that exchanges the refresh token. Defaults to `access_token` below the base URL."},
			{Name: "admin_domain", Description: "Mail domain of the administrators, for the lockout guard: it is verified first and released last. The domain of the token's owner is guarded in addition, if Webex returns it. Defaults to none."},
			{Name: "drift_probe_domain", Description: "Enables drift detection, because Webex does not list an organization's domains: once per run, the provider adds a generated name below this domain as pending and removes it again, because the response to the removal lists all verified and claimed domains. Enter a domain that you own, or a name below one, that is not claimed, such as `acme-probe.net`; it needs no record and no entry in Webex. Defaults to none: no probe is made."},
			{Name: "record_prefix", Description: "Prefix of the token in the TXT record. Defaults to `cisco-ci-domain-verification=`."},
			adapter.RequestsPerMinute("Webex"),
		}), "access_token", "refresh_token"),
		Options: options(),
		TXTPrefixes: []service.TXTPrefix{
			{Text: defaultRecordPrefix, Source: "https://developer.webex.com/admin/docs/api/v1/api-domain-management"},
			{Text: "ciscocidomainverification=", Source: "older spelling, Cisco partner page \"Domain Verification for Partners\" (2016-17)"},
		},
		New: newAdapter,
	}
}

func newAdapter(values service.Values, deps service.Dependencies) (service.Service, error) {
	// Cisco publishes no number, but limits rates (wire/webex.md 4.3).
	config, err := adapter.ClientConfig(Definition(), values, deps, adapter.Defaults{BaseURL: commercialBaseURL, RateAdvice: "Leave it out for no bound"})
	if err != nil {
		return nil, err
	}
	vendor := newVendor(config)
	config.Classify = vendor.ParseRefusal
	tokenURL, err := adapter.BaseURL(values, "token_url", config.BaseURL.String()+"/access_token")
	if err != nil {
		return nil, err
	}
	credentials := adapter.RefreshCredentials{Service: Name, Scheme: "Bearer", Preferred: "access_token", TokenURL: tokenURL, Redactor: config.Redactor}
	if config.Tokens, err = credentials.TokenSource(values, deps); err != nil {
		return nil, err
	}
	api, host := httpapi.New(config), config.BaseURL.Hostname()
	// A proxy before the commercial cloud does not make it the other one. On
	// loopback there is a sandbox, which can be either.
	setup := &setup{
		recordPrefix: adapter.FirstNonEmpty(values["record_prefix"], defaultRecordPrefix),
		canReserve:   host == governmentHost || httpapi.IsLoopback(host),
	}
	if setup.adminDomain, err = adapter.DomainSetting(values, "admin_domain"); err != nil {
		return nil, err
	}
	if setup.driftProbeDomain, err = adapter.DomainSetting(values, "drift_probe_domain"); err != nil {
		return nil, err
	}
	a := &Adapter{
		OrganizationIDs: adapter.OrganizationIDs{
			Vendor: vendor, Default: values[adapter.SettingOrganizationID], Environment: "WEBEX_ORG_ID", Canonical: organizationUUID,
			Invalid: "is neither a UUID nor the Base64 form of one",
			Advice:  "Copy the organization ID from Control Hub (Management > Account > Organization ID), or the \"id\" of GET /v1/organizations.",
		},
		Organizations: adapter.NewOrganizations(func(id string) *organization { return newOrganization(vendor, client{api, id}, setup) }),
		setup:         setup,
	}
	return a, a.CheckDefault()
}
