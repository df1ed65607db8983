// SPDX-License-Identifier: MPL-2.0

package workos

import (
	"strings"

	"github.com/domainverify/terraform-provider-domainverify/internal/httpapi"
	"github.com/domainverify/terraform-provider-domainverify/internal/service"
	"github.com/domainverify/terraform-provider-domainverify/internal/service/adapter"
)

// Definition describes WorkOS to the provider.
func Definition() service.Definition {
	return service.Definition{
		Name:  Name,
		Title: "WorkOS",
		Description: "WorkOS, through its [Organization Domains API](https://workos.com/docs/reference/domain-verification). " +
			"WorkOS checks for the record in the background, for up to thirty days. WorkOS has no claims: a verified domain becomes part of the organization's domain policy, which can only be changed in the WorkOS dashboard.",
		Settings: []service.Setting{
			{
				Name: adapter.SettingOrganizationID, EnvironmentVariables: []string{"WORKOS_ORGANIZATION_ID"}, Identifying: true,
				Description: "ID of the default organization of resources. Begins with `org_`.",
			},
			{
				Name: "api_key", EnvironmentVariables: []string{"WORKOS_API_KEY"}, Secret: true, Identifying: true,
				Description: "API key of the environment (staging or production) that the organization belongs to. Begins with `sk_`.",
			},
			{
				Name: "base_url", EnvironmentVariables: []string{"WORKOS_BASE_URL"},
				Description: "Base URL of the API. Defaults to `https://api.workos.com`.",
			},
			{
				Name: service.SettingRequestsPerMinute, Kind: service.KindNumber, EnvironmentVariables: []string{"WORKOS_REQUESTS_PER_MINUTE"},
				Description: "Maximum number of requests within any minute, shared by all resources. Unlimited by default; when WorkOS rate limits a request, all requests wait.",
			},
		},
		TXTPrefixes: []service.TXTPrefix{{Text: defaultPrefix + "=", Source: "https://workos.com/docs/domain-verification/api"}},
		New: func(values service.Values, deps service.Dependencies) (service.Service, error) {
			return fromSettings(values, deps)
		},
	}
}

func fromSettings(values service.Values, deps service.Dependencies) (*Adapter, error) {
	base, err := adapter.BaseURL(values, "base_url", "https://api.workos.com")
	if err != nil {
		return nil, err
	}
	key := values["api_key"]
	if reason := refuseKey(key); reason != "" {
		return nil, &service.SettingError{Setting: "api_key", Reason: reason}
	}
	perMinute, err := values.RequestsPerMinute(0, "WorkOS allows 6000 for an API key; leave it out for no bound of the provider's own")
	if err != nil {
		return nil, err
	}
	redactor := httpapi.NewRedactor(key)
	config := adapter.HTTPConfig(deps, redactor)
	config.BaseURL, config.Tokens, config.Classify = base, httpapi.StaticToken(key), parse
	config.Transport = httpapi.SendIdempotencyKeys(deps.Transport)
	config.Limiter = adapter.RateLimiter(deps, Name, perMinute)
	made := &Adapter{
		process:        &process{vendor: vendor(redactor), client: client{httpapi.New(config)}, random: deps.Random, now: deps.Now},
		organizationID: values[adapter.SettingOrganizationID],
	}
	made.organizations = adapter.NewOrganizations(made.newOrganization)
	return made, adapter.DefaultOrganization(values, made.CanonicalOrganizationID)
}

// refuseKey returns why a key cannot be an API key, or "".
func refuseKey(key string) string {
	switch {
	case key == "":
		return "no API key is set. Set api_key (WORKOS_API_KEY)"
	case strings.ContainsAny(key, " \t\r\n"):
		return "the API key contains white space; copy it once more"
	case strings.HasPrefix(key, "client_"):
		return "this is a client ID; the API key begins with sk_"
	}
	return ""
}
