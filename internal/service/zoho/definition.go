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
		Settings: []service.Setting{
			{Name: "organization_id", EnvironmentVariable: "ZOHO_ORGANIZATION_ID", Identifying: true},
			{Name: "data_center", EnvironmentVariable: "ZOHO_DATA_CENTER"},
			{Name: "access_token", EnvironmentVariable: "ZOHO_ACCESS_TOKEN", Secret: true, Identifying: true},
			{Name: "client_id", EnvironmentVariable: "ZOHO_CLIENT_ID"},
			{Name: "client_secret", EnvironmentVariable: "ZOHO_CLIENT_SECRET", Secret: true},
			{Name: "refresh_token", EnvironmentVariable: "ZOHO_REFRESH_TOKEN", Secret: true, Identifying: true},
			{Name: "token_cache_dir", EnvironmentVariable: "ZOHO_TOKEN_CACHE_DIR"},
			{Name: "base_url", EnvironmentVariable: "ZOHO_BASE_URL"},
			{Name: "accounts_url", EnvironmentVariable: "ZOHO_ACCOUNTS_URL"},
			{Name: service.SettingRequestsPerMinute, EnvironmentVariable: "ZOHO_REQUESTS_PER_MINUTE"},
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
