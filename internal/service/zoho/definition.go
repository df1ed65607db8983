// SPDX-License-Identifier: MPL-2.0

package zoho

import (
	"errors"
	"net/url"

	"github.com/domainverify/terraform-provider-domainverify/internal/httpapi"
	"github.com/domainverify/terraform-provider-domainverify/internal/service"
)

// defaultRequestsPerMinute stays well below the thirty after which Zoho is
// reported to lock an organization out.
const defaultRequestsPerMinute = 20

// authorizationScheme is Zoho's own word for a bearer token.
const authorizationScheme = "Zoho-oauthtoken"

// Definition describes Zoho Mail to the provider.
func Definition() service.Definition {
	return service.Definition{
		Name:  Name,
		Title: "Zoho Mail",
		Description: "Zoho Mail, through its [Domain API](https://www.zoho.com/mail/help/api/). " +
			"The credentials need the scope `ZohoMail.organization.domains.ALL` and an administrator of the organization behind them. There is no claim: a verified domain is claimed.",
		Settings: []service.Setting{
			{
				Name: "organization_id", EnvironmentVariables: []string{"ZOHO_ORGANIZATION_ID"}, Identifying: true,
				Description: "The organization that resources belong to unless they say otherwise: its number (zoid), as the admin console shows it.",
			},
			{
				Name: "data_center", EnvironmentVariables: []string{"ZOHO_DATA_CENTER"},
				Description: "Where the organization lives: `us` (default), `eu`, `in`, `au`, `jp`, `ca`, `sa`, `uk`, `cn` or `ae`. The address of Zoho Mail in the browser tells it: `mail.zoho.eu` is `eu`. Credentials and records belong to one data center.",
			},
			{
				Name: "access_token", EnvironmentVariables: []string{"ZOHO_ACCESS_TOKEN"}, Secret: true, Identifying: true,
				Description: "Access token. It lasts an hour. With refresh credentials beside it, it is used until Zoho refuses it: Zoho grants ten new tokens in ten minutes, and every Terraform command is a new process.",
			},
			{
				Name: "client_id", EnvironmentVariables: []string{"ZOHO_CLIENT_ID"},
				Description: "Client id of the self client or application that the refresh token belongs to.",
			},
			{
				Name: "client_secret", EnvironmentVariables: []string{"ZOHO_CLIENT_SECRET"}, Secret: true,
				Description: "Client secret of that self client or application.",
			},
			{
				Name: "refresh_token", EnvironmentVariables: []string{"ZOHO_REFRESH_TOKEN"}, Secret: true, Identifying: true,
				Description: "Refresh token; access tokens are fetched with it as needed.",
			},
			{
				Name: "token_cache_dir", EnvironmentVariables: []string{"ZOHO_TOKEN_CACHE_DIR"},
				Description: "Folder where the access token is kept until it ends, so that many Terraform commands in a row need one token request. The file is encrypted by a key that follows from `refresh_token` and `client_secret`, and only its owner may read it. Leave it out to keep nothing.",
			},
			{
				Name: "base_url", EnvironmentVariables: []string{"ZOHO_BASE_URL"},
				Description: "Base URL of the mail API. Defaults to the data center's, such as `https://mail.zoho.eu`.",
			},
			{
				Name: "accounts_url", EnvironmentVariables: []string{"ZOHO_ACCOUNTS_URL"},
				Description: "Base URL of the accounts server. Defaults to the data center's, such as `https://accounts.zoho.eu`.",
			},
			{
				Name: service.SettingRequestsPerMinute, Kind: service.KindNumber, EnvironmentVariables: []string{"ZOHO_REQUESTS_PER_MINUTE"},
				Description: "How many requests the provider sends within any minute, all resources together. Defaults to `20`: Zoho locks the API for some time after about 30.",
			},
		},
		New: func(values service.Values, deps service.Dependencies) (service.Service, error) {
			return fromSettings(values, deps)
		},
	}
}

func fromSettings(values service.Values, deps service.Dependencies) (*Adapter, error) {
	code := values["data_center"]
	if code == "" {
		code = defaultDataCenter
	}
	center, err := dataCenterByCode(code)
	if err != nil {
		return nil, &service.SettingError{Setting: "data_center", Reason: err.Error()}
	}
	mail, err := address(values, "base_url", center.mail)
	if err != nil {
		return nil, err
	}
	accounts, err := address(values, "accounts_url", center.accounts)
	if err != nil {
		return nil, err
	}
	perMinute, err := values.RequestsPerMinute(defaultRequestsPerMinute, "Zoho is reported to lock an organization out after about 30 requests in a minute; leave it out for 20")
	if err != nil {
		return nil, err
	}
	redactor := httpapi.NewRedactor(Definition().Secrets(values)...)
	endpoints := endpoints{center: center, mailHost: mail.Host, accountsHost: accounts.Host}
	tokens, err := tokenSource(values, accounts, redactor, deps, &endpoints)
	if err != nil {
		return nil, err
	}
	guard := newRenewalGuard(tokens)
	adapter := newAdapter(Config{
		API: httpapi.New(httpapi.Config{
			BaseURL: mail, Tokens: guard, AuthorizationScheme: authorizationScheme, Classify: guard.classify,
			Limiter: httpapi.NewRateLimiter(httpapi.RateLimiterConfig{
				Service: Name, PerMinute: perMinute, Now: deps.Now, Sleep: deps.Sleep, Log: deps.Log,
			}),
			Redactor: redactor, UserAgent: deps.UserAgent, Transport: deps.Transport, Now: deps.Now, Log: deps.Log,
			MinPause: deps.MinPause, MaxPause: deps.MaxPause, Grace: deps.Grace,
		}),
		Redactor:          redactor,
		RequestsPerMinute: perMinute,
		Now:               deps.Now,
	}, endpoints)
	if id := values["organization_id"]; id != "" {
		if adapter.config.OrganizationID, err = canonicalOrganizationID(id, endpoints); err != nil {
			reason := err.Error()
			if typed, ok := errors.AsType[*service.Error](err); ok {
				reason = typed.Reason + ". " + typed.Advice
			}
			return nil, &service.SettingError{Setting: "organization_id", Reason: reason}
		}
	}
	return adapter, nil
}

func address(values service.Values, setting, host string) (*url.URL, error) {
	text := values[setting]
	if text == "" {
		text = "https://" + host
	}
	parsed, err := httpapi.ParseBaseURL(text)
	if err != nil {
		return nil, &service.SettingError{Setting: setting, Reason: err.Error()}
	}
	return parsed, nil
}
