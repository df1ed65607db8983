// SPDX-License-Identifier: MPL-2.0

package github

import (
	"strings"
	"time"

	"github.com/domainverify/terraform-provider-domainverify/internal/httpapi"
	"github.com/domainverify/terraform-provider-domainverify/internal/httpapi/graphql"
	"github.com/domainverify/terraform-provider-domainverify/internal/service"
	"github.com/domainverify/terraform-provider-domainverify/internal/service/adapter"
)

// The settings have the environment variables of the provider integrations/github.
const (
	settingToken          = "token"
	settingOwner          = "owner"
	settingAppID          = "app_auth_id"
	settingInstallationID = "app_auth_installation_id"
	settingAppKey         = "app_auth_pem_file"
)

// betweenMutations is what GitHub asks for; none is to be made beside another one
// (wire/github.md 6).
const betweenMutations = time.Second

// Definition describes GitHub to the provider.
func Definition() service.Definition {
	return service.Definition{
		Name:  Name,
		Title: "GitHub",
		Description: "GitHub, through its [GraphQL API](https://docs.github.com/graphql): the domains of organizations and of enterprises. " +
			"Settings and environment variables are those of the provider `integrations/github`; the variables alone do not configure the service, since other tools use them as well: an empty block does. " +
			"The token must be one of an owner: a classic token with the scope `admin:org`, or `admin:enterprise` for an enterprise. GitHub does not document whether fine-grained tokens and Apps may manage domains. " +
			"Verification tokens expire after seven days. There is no claim.",
		OrganizationID: "the login of an organization, or `enterprise:` and the slug of an enterprise (default: `github.owner`)",
		Settings: []service.Setting{
			{Name: settingOwner, EnvironmentVariables: []string{"GITHUB_OWNER"}, Description: "Default organization of resources: the login of an organization, or `enterprise:` and the slug of an enterprise. Defaults to none: each resource then has to set `organization_id`."},
			{Name: settingToken, Secret: true, EnvironmentVariables: []string{"GITHUB_TOKEN"}, Description: "Access token. Not used where the settings of an App are set; those of the environment count only where the block has no `token`."},
			{Name: settingAppID, Alternatives: []string{settingToken}, EnvironmentVariables: []string{"GITHUB_APP_ID"}, Description: "ID of a GitHub App, in place of `token`. Requires `app_auth_installation_id` and `app_auth_pem_file`."},
			{Name: settingInstallationID, Alternatives: []string{settingToken}, EnvironmentVariables: []string{"GITHUB_APP_INSTALLATION_ID"}, Description: "ID of the App's installation."},
			{
				Name: settingAppKey, Secret: true, Alternatives: []string{settingToken}, EnvironmentVariables: []string{"GITHUB_APP_PEM_FILE"},
				Description: "Private key of the App: the contents of the PEM file, not its path. Line ends may be written as `\\n`.",
			},
			{
				Name: "base_url", EnvironmentVariables: []string{"GITHUB_BASE_URL"},
				Description: "Base URL of the API: `https://api.SUBDOMAIN.ghe.com/` for GitHub Enterprise Cloud with data residency, or that of an Enterprise Server, such as `https://github.example.com/`. Defaults to `https://api.github.com/`.",
			},
			{
				Name: service.SettingRequestsPerMinute, Kind: service.KindNumber, EnvironmentVariables: []string{"GITHUB_REQUESTS_PER_MINUTE"},
				Description: "Maximum number of requests within any minute, shared by all resources. Unlimited by default, except that mutations follow each other a second apart; when GitHub rate limits a request, all requests wait.",
			},
		},
		Options: options(),
		New:     newAdapter,
	}
}

func newAdapter(values service.Values, deps service.Dependencies) (service.Service, error) {
	deps = adapter.Complete(deps)
	config, err := adapter.ClientConfig(Definition(), values, deps, adapter.Defaults{
		BaseURL: "https://api.github.com", BetweenWrites: betweenMutations,
		RateAdvice: "GitHub allows 2,000 points in a minute, of which a read takes one and a write five; leave it out for no bound of the provider's own",
	})
	if err != nil {
		return nil, err
	}
	at, err := endpointsAt(config.BaseURL)
	if err != nil {
		return nil, &service.SettingError{Setting: "base_url", Reason: err.Error()}
	}
	config.BaseURL, config.Classify = at.base, graphql.Classify(rateLimit(deps.Now), hasFailed)
	if config.Tokens, err = tokenSource(values, config, deps, at); err != nil {
		return nil, err
	}
	a := &Adapter{
		OrganizationIDs: adapter.OrganizationIDs{
			Vendor: newVendor(config), Default: values[settingOwner], Setting: settingOwner, Environment: "GITHUB_OWNER",
			Canonical: canonicalOwner, Invalid: "is neither the login of an organization nor enterprise: and the slug of an enterprise",
			Advice: "The login is the last part of the organization's address, as in https://github.com/LOGIN; the slug is that of https://github.com/enterprises/SLUG.",
		},
	}
	client := client{graphql.New(httpapi.New(config), at.graphql)}
	a.Organizations = adapter.NewOrganizations(func(id string) *organization { return newOrganization(a.Vendor, client, deps.Now, id) })
	return a, a.CheckDefault()
}

// tokenSource is the App where its settings are there, and the token otherwise: the
// environment of many builds has a token that was not made for this.
func tokenSource(values service.Values, config httpapi.Config, deps service.Dependencies, at endpoints) (httpapi.TokenSource, error) {
	var missing []string
	for _, setting := range []string{settingAppID, settingInstallationID, settingAppKey} {
		if values[setting] == "" {
			missing = append(missing, setting)
		}
	}
	token := values[settingToken]
	switch {
	case len(missing) == 0:
		return appTokens(values, config, deps, at)
	case len(missing) < 3:
		return nil, &service.SettingError{Setting: missing[0], Reason: "some settings of a GitHub App are set, but not " + strings.Join(missing, " and ") + ". Set all three (GITHUB_APP_ID, GITHUB_APP_INSTALLATION_ID, GITHUB_APP_PEM_FILE), or none"}
	case token == "":
		return nil, &service.SettingError{Setting: settingToken, Reason: "no credentials are set. Set token (GITHUB_TOKEN), or app_auth_id, app_auth_installation_id and app_auth_pem_file"}
	case strings.ContainsAny(token, " \t\r\n"):
		return nil, &service.SettingError{Setting: settingToken, Reason: "it contains white space. Copy the access token alone; an SSH key is none"}
	}
	return httpapi.StaticToken(token), nil
}
