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
		OrganizationID: "an ID that begins with `org_` (default: `workos.organization_id`)",
		Settings: adapter.WithEnvironment("WORKOS_", []service.Setting{
			{Name: adapter.SettingOrganizationID, Identifying: true, Description: "ID of the default organization of resources. Begins with `org_`. Defaults to none: each resource then has to set `organization_id`."},
			{
				Name: "api_key", Secret: true, Identifying: true,
				Description: "API key of the environment (staging or production) that the organization belongs to. Begins with `sk_`.",
			},
			{Name: "base_url", Description: "Base URL of the API. Defaults to `https://api.workos.com`."},
			adapter.RequestsPerMinute("WorkOS"),
		}),
		TXTPrefixes: []service.TXTPrefix{{
			Text: defaultPrefix + "=", Products: productForm, Source: "https://workos.com/docs/domain-verification/api",
		}},
		New: fromSettings,
	}
}

func fromSettings(values service.Values, deps service.Dependencies) (service.Service, error) {
	config, err := adapter.ClientConfig(Definition(), values, deps, adapter.Defaults{
		BaseURL: "https://api.workos.com", RateAdvice: "WorkOS allows 6000 for an API key; leave it out for no bound of the provider's own",
	})
	if err != nil {
		return nil, err
	}
	if reason := refuseKey(values["api_key"]); reason != "" {
		return nil, &service.SettingError{Setting: "api_key", Reason: reason}
	}
	vendor := newVendor(config)
	config.Tokens, config.Classify = httpapi.StaticToken(values["api_key"]), vendor.ParseRefusal
	config.Transport = httpapi.SendIdempotencyKeys(deps.Transport)
	a := &Adapter{
		OrganizationIDs: adapter.OrganizationIDs{
			Vendor: vendor, Default: values[adapter.SettingOrganizationID], Environment: "WORKOS_ORGANIZATION_ID",
			Canonical: func(id string) (string, bool) { return id, organizationIDForm.MatchString(id) },
			Invalid:   "is not the ID of a WorkOS organization",
			Advice:    "Copy the organization ID from the WorkOS dashboard (Organizations); it begins with org_.",
		},
		process: &process{client: client{httpapi.New(config)}, random: deps.Random, now: deps.Now},
	}
	a.Organizations = adapter.NewOrganizations(a.newOrganization)
	return a, a.CheckDefault()
}

// refuseKey returns why a key cannot be an API key, or "".
func refuseKey(key string) string {
	switch {
	case key == "":
		return "no API key is set. Set api_key (WORKOS_API_KEY)"
	case strings.ContainsAny(key, " \t\r\n"):
		return "the API key contains white space; copy it again"
	case strings.HasPrefix(key, "client_"):
		return "this is a client ID; the API key begins with sk_"
	}
	return ""
}
