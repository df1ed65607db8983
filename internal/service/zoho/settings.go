// SPDX-License-Identifier: MPL-2.0

package zoho

import (
	"github.com/domainverify/terraform-provider-domainverify/internal/httpapi"
	"github.com/domainverify/terraform-provider-domainverify/internal/service"
	"github.com/domainverify/terraform-provider-domainverify/internal/service/adapter"
)

// defaultRequestsPerMinute stays well below the thirty after which Zoho is reported to
// lock an organization (wire/zoho.md 5).
const defaultRequestsPerMinute = 20

// authorizationScheme is Zoho's own name for a bearer token.
const authorizationScheme = "Zoho-oauthtoken"

// Definition describes Zoho Mail to the provider.
func Definition() service.Definition {
	return service.Definition{
		Name:  Name,
		Title: "Zoho Mail",
		Description: "Zoho Mail, through its [Domain API](https://www.zoho.com/mail/help/api/). " +
			"The credentials must have the scope `ZohoMail.organization.domains.ALL` and belong to an administrator of the organization. There is no separate claim: a verified domain is claimed.",
		OrganizationID: "its number, the zoid (default: `zoho.organization_id`)",
		Settings: adapter.WithAlternatives(adapter.WithEnvironment("ZOHO_", []service.Setting{
			{Name: adapter.SettingOrganizationID, Identifying: true, Description: "Default organization of resources: its number (zoid), as shown in the admin console. Defaults to none: each resource then has to set `organization_id`."},
			{
				Name:        "data_center",
				Description: "Data center of the organization: `us`, `eu`, `in`, `au`, `jp`, `ca`, `sa`, `uk`, `cn` or `ae`. It follows from the address of Zoho Mail in the browser: `mail.zoho.eu` is `eu`. Credentials and records belong to one data center. Defaults to that of `base_url` if that is a host of Zoho's, and to `us` otherwise.",
			},
			{
				Name: "access_token", Secret: true, Identifying: true,
				Description: "Access token. Valid for one hour. If refresh credentials are also set, both in the block or both in the environment, the access token is used until Zoho rejects it: Zoho grants ten new tokens in ten minutes, and every Terraform command is a new process.",
			},
			{Name: "client_id", Description: "Client ID of the self client or application that the refresh token belongs to. Self clients are made in the [API console](https://api-console.zoho.com/) of the data center. Required with `refresh_token`."},
			{Name: "client_secret", Secret: true, Description: "Client secret of that self client or application. Required with `refresh_token`."},
			{Name: "refresh_token", Secret: true, Identifying: true, Description: "Refresh token, used to request access tokens as needed."},
			{
				Name:        "token_cache_dir",
				Description: "Folder in which the access token is cached until it expires, so that consecutive Terraform commands share one token request. The file is encrypted with a key derived from `refresh_token` and `client_secret`, and only its owner can read it. If not set, the token is not cached.",
			},
			{Name: "base_url", Description: "Base URL of the mail API. Defaults to that of `data_center`, such as `https://mail.zoho.com`."},
			{Name: "accounts_url", Description: "Base URL of the accounts server. Defaults to that of `data_center`, such as `https://accounts.zoho.com`."},
			{
				Name: service.SettingRequestsPerMinute, Kind: service.KindNumber,
				Description: "Maximum number of requests within any minute, shared by all resources. Defaults to `20`: Zoho is reported to lock the API for some time after about 30.",
			},
		}), "access_token", "refresh_token"),
		Options: options(),
		TXTPrefixes: []service.TXTPrefix{{
			Text: txtPrefix, After: txtEnd,
			Source: "https://help.zoho.com/portal/en/kb/accounts/manage-your-organization/domains/articles/manage-your-domains",
		}},
		New: newAdapter,
	}
}

func newAdapter(values service.Values, deps service.Dependencies) (service.Service, error) {
	deps = adapter.Complete(deps)
	center, err := configuredDataCenter(values["data_center"], values["base_url"])
	if err != nil {
		return nil, &service.SettingError{Setting: "data_center", Reason: err.Error()}
	}
	defaults := adapter.Defaults{
		BaseURL: "https://mail." + center.domain, RequestsPerMinute: defaultRequestsPerMinute,
		RateAdvice: "Zoho is reported to lock an organization after about 30 requests in a minute; leave it out for 20",
	}
	config, err := adapter.ClientConfig(Definition(), values, deps, defaults)
	if err != nil {
		return nil, err
	}
	accounts, err := adapter.BaseURL(values, "accounts_url", "https://accounts."+center.domain)
	if err != nil {
		return nil, err
	}
	a := &Adapter{decode: adapter.DecodeJSON, now: deps.Now, center: center, mailHost: config.BaseURL.Host, accountsHost: accounts.Host}
	// ClientConfig has checked it.
	a.requestsPerMinute, _ = values.RequestsPerMinute(defaults.RequestsPerMinute, defaults.RateAdvice)
	vendor := a.vendor(config)
	a.OrganizationIDs = organizationIDs(vendor, values[adapter.SettingOrganizationID], a.mailHost)
	a.Organizations = adapter.NewOrganizations(func(id string) *organization { return a.newOrganization(vendor, id) })
	tokens, err := adapter.RefreshCredentials{
		Service: Name, Scheme: authorizationScheme, Lifetime: "an hour",
		TokenURL: accounts.JoinPath("oauth", "v2", "token"), Classify: a.classifyAccounts, Redactor: config.Redactor,
	}.TokenSource(values, deps)
	if err != nil {
		return nil, err
	}
	a.refresh, _ = tokens.(*httpapi.TokenEndpoint)
	config.AuthorizationScheme = authorizationScheme
	// Zoho grants ten tokens in ten minutes, and refuses one of the wrong data center
	// however new it is (wire/zoho.md 4).
	config.Tokens, config.Classify = httpapi.GuardRenewals(tokens, a.classifyMail)
	a.api = httpapi.New(config)
	return a, a.CheckDefault()
}
