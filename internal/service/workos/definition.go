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
		Settings: []service.Setting{
			{Name: "organization_id", EnvironmentVariable: "WORKOS_ORGANIZATION_ID", Identifying: true},
			{Name: "api_key", EnvironmentVariable: "WORKOS_API_KEY", Secret: true, Identifying: true},
			{Name: "base_url", EnvironmentVariable: "WORKOS_BASE_URL"},
			{Name: service.SettingRequestsPerMinute, EnvironmentVariable: "WORKOS_REQUESTS_PER_MINUTE"},
		},
		New: func(values service.Values, around service.Surroundings) (service.Service, error) {
			return fromSettings(values, around)
		},
	}
}

func fromSettings(values service.Values, around service.Surroundings) (*Adapter, error) {
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
			BaseURL: base, Tokens: httpapi.StaticToken(key), Redactor: redactor, UserAgent: around.UserAgent,
			Transport: httpapi.SendIdempotencyKeys(around.Transport), Now: around.Now, Log: around.Log,
			MinPause: around.MinPause, MaxPause: around.MaxPause, Grace: around.Grace,
			Governor: httpapi.NewGovernor(httpapi.GovernorConfig{
				Service: Name, PerMinute: perMinute, Now: around.Now, Sleep: around.Sleep, Log: around.Log,
			}),
		}),
		Redactor:       redactor,
		OrganizationID: values["organization_id"],
		Random:         around.Random,
		Now:            around.Now,
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
