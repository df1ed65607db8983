// SPDX-License-Identifier: MPL-2.0

package workos

import (
	"errors"
	"strings"

	"github.com/domainverify/terraform-provider-domainverify/internal/httpapi"
	"github.com/domainverify/terraform-provider-domainverify/internal/service"
)

const defaultBaseURL = "https://api.workos.com"

// Definition describes WorkOS to the provider.
func Definition() service.Definition {
	return service.Definition{
		Name:  Name,
		Title: "WorkOS",
		Description: "WorkOS, through its [Organization Domains API](https://workos.com/docs/reference/domain-verification). " +
			"WorkOS looks for the record by itself, for up to thirty days. There is no claim: a verified domain joins the organization's domain policy, which only the WorkOS dashboard can change.",
		Settings: []service.Setting{
			{
				Name: "organization_id", EnvironmentVariables: []string{"WORKOS_ORGANIZATION_ID"}, Identifying: true,
				Description: "The organization that resources belong to unless they say otherwise; it begins with `org_`.",
			},
			{
				Name: "api_key", EnvironmentVariables: []string{"WORKOS_API_KEY"}, Secret: true, Identifying: true,
				Description: "API key of the environment (staging or production) that the organization belongs to; it begins with `sk_`.",
			},
			{
				Name: "base_url", EnvironmentVariables: []string{"WORKOS_BASE_URL"},
				Description: "Base URL of the API. Defaults to `https://api.workos.com`.",
			},
			{
				Name: service.SettingRequestsPerMinute, Kind: service.KindNumber, EnvironmentVariables: []string{"WORKOS_REQUESTS_PER_MINUTE"},
				Description: "How many requests the provider sends within any minute, all resources together. No bound unless set; when WorkOS asks to slow down, all of them wait.",
			},
		},
		New: func(values service.Values, deps service.Dependencies) (service.Service, error) {
			return fromSettings(values, deps)
		},
	}
}

func fromSettings(values service.Values, deps service.Dependencies) (*Adapter, error) {
	address := values["base_url"]
	if address == "" {
		address = defaultBaseURL
	}
	base, err := httpapi.ParseBaseURL(address)
	key := values["api_key"]
	switch {
	case err != nil:
		return nil, &service.SettingError{Setting: "base_url", Reason: err.Error()}
	case key == "":
		return nil, &service.SettingError{Setting: "api_key", Reason: "no API key is set. Set api_key (WORKOS_API_KEY)"}
	case strings.ContainsAny(key, " \t\r\n"):
		return nil, &service.SettingError{Setting: "api_key", Reason: "the API key holds white space; copy it once more"}
	case strings.HasPrefix(key, "client_"):
		return nil, &service.SettingError{Setting: "api_key", Reason: "this is a client id; the API key begins with sk_"}
	}
	perMinute, err := values.RequestsPerMinute(0, "WorkOS allows 6000 for an API key; leave it out for no bound of the provider's own")
	if err != nil {
		return nil, err
	}
	redactor := httpapi.NewRedactor(key)
	adapter := New(Config{
		API: httpapi.New(httpapi.Config{
			BaseURL: base, Tokens: httpapi.StaticToken(key), Redactor: redactor, UserAgent: deps.UserAgent,
			Transport: httpapi.SendIdempotencyKeys(deps.Transport), Now: deps.Now, Log: deps.Log,
			MinPause: deps.MinPause, MaxPause: deps.MaxPause, Grace: deps.Grace,
			Limiter: httpapi.NewRateLimiter(httpapi.RateLimiterConfig{
				Service: Name, PerMinute: perMinute, Now: deps.Now, Sleep: deps.Sleep, Log: deps.Log,
			}),
		}),
		Redactor:       redactor,
		OrganizationID: values["organization_id"],
		Random:         deps.Random,
		Now:            deps.Now,
	})
	if values["organization_id"] != "" {
		if _, err := adapter.CanonicalOrganizationID(""); err != nil {
			reason := err.Error()
			if typed, ok := errors.AsType[*service.Error](err); ok {
				reason = typed.Reason + ". " + typed.Advice
			}
			return nil, &service.SettingError{Setting: "organization_id", Reason: reason}
		}
	}
	return adapter, nil
}
