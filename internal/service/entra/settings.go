// SPDX-License-Identifier: MPL-2.0

package entra

import (
	"maps"

	"github.com/domainverify/terraform-provider-domainverify/internal/httpapi"
	"github.com/domainverify/terraform-provider-domainverify/internal/service"
	"github.com/domainverify/terraform-provider-domainverify/internal/service/adapter"
)

// The settings have the environment variables of the provider hashicorp/azuread.
const (
	settingTenantID         = "tenant_id"
	settingClientID         = "client_id"
	settingClientSecret     = "client_secret"
	settingCertificate      = "client_certificate"
	settingCertificatePath  = "client_certificate_path"
	settingPassword         = "client_certificate_password"
	settingOIDCToken        = "oidc_token"
	settingOIDCTokenFile    = "oidc_token_file_path"
	settingOIDCRequestURL   = "oidc_request_url"
	settingOIDCRequestToken = "oidc_request_token"
	settingAccessToken      = "access_token"
	settingEnvironment      = "environment"
	settingGraphURL         = "graph_url"
	settingLoginURL         = "login_url"
)

// Definition describes Microsoft Entra ID to the provider. No variable is identifying:
// one that was set for another tool must not configure the service.
func Definition() service.Definition {
	return service.Definition{
		Name:  Name,
		Title: "Microsoft Entra ID",
		Description: "Microsoft Entra ID and Microsoft 365, through [Microsoft Graph](https://learn.microsoft.com/graph/api/resources/domain): the domains of tenants. " +
			"Settings that the provider `hashicorp/azuread` has as well have its names and environment variables; the login of the Azure CLI and managed identities are not used. The variables alone do not configure the service, since other tools use them as well: an empty block does. " +
			"The app needs the application permission `Domain.ReadWrite.All` with admin consent. Set one kind of credentials: a client secret, a client certificate, a federated token, or an access token.",
		OrganizationID: "the ID of a tenant, a GUID (default: `entra.tenant_id`)",
		Settings: adapter.WithAlternatives(adapter.WithEnvironment("DOMAINVERIFY_ENTRA_", []service.Setting{
			{Name: settingTenantID, EnvironmentVariables: []string{"ARM_TENANT_ID", "AZURE_TENANT_ID"}, Description: "Default organization of resources: the ID of a tenant, a GUID. Required with `access_token`, which is of one tenant. Defaults to none: each resource then has to set `organization_id`."},
			{Name: settingClientID, EnvironmentVariables: []string{"ARM_CLIENT_ID", "AZURE_CLIENT_ID"}, Description: "Application (client) ID of the app registration. Required with all credentials but `access_token`."},
			{Name: settingClientSecret, Secret: true, EnvironmentVariables: []string{"ARM_CLIENT_SECRET", "AZURE_CLIENT_SECRET"}, Description: "Client secret of the app: its value, not its ID."},
			{Name: settingCertificate, Secret: true, EnvironmentVariables: []string{"ARM_CLIENT_CERTIFICATE"}, Description: "Client certificate of the app with its RSA key: a PKCS #12 file (PFX) in Base64."},
			{
				Name: settingCertificatePath, Kind: service.KindFile, EnvironmentVariables: []string{"ARM_CLIENT_CERTIFICATE_PATH", "AZURE_CLIENT_CERTIFICATE_PATH"},
				Description: "Path of such a file, in Base64 or as it is. It is read for each access token.",
			},
			{Name: settingPassword, Secret: true, EnvironmentVariables: []string{"ARM_CLIENT_CERTIFICATE_PASSWORD", "AZURE_CLIENT_CERTIFICATE_PASSWORD"}, Description: "Password of the client certificate, if it has one."},
			{Name: settingOIDCToken, Secret: true, EnvironmentVariables: []string{"ARM_OIDC_TOKEN"}, Description: "Token of an issuer that the app trusts (federated credential)."},
			{
				Name: settingOIDCTokenFile, Kind: service.KindFile, EnvironmentVariables: []string{"ARM_OIDC_TOKEN_FILE_PATH", "AZURE_FEDERATED_TOKEN_FILE"},
				Description: "Path of a file with such a token. It is read for each access token, since it changes.",
			},
			{
				Name: settingOIDCRequestURL, EnvironmentVariables: []string{"ARM_OIDC_REQUEST_URL", "ACTIONS_ID_TOKEN_REQUEST_URL"},
				Description: "URL at which a run of GitHub Actions gets such a token. Used with `oidc_request_token` where no other credentials are set: every run with the permission `id-token: write` has both variables.",
			},
			{Name: settingOIDCRequestToken, Secret: true, EnvironmentVariables: []string{"ARM_OIDC_REQUEST_TOKEN", "ACTIONS_ID_TOKEN_REQUEST_TOKEN"}, Description: "Bearer token for that URL."},
			{Name: settingAccessToken, Secret: true, Description: "Access token for Microsoft Graph, such as that of `az account get-access-token --resource https://graph.microsoft.com`. It is not renewed."},
			{Name: settingEnvironment, EnvironmentVariables: []string{"ARM_ENVIRONMENT"}, Description: "Cloud of the tenant: `global`, `usgovernment`, `dod` or `china`. Defaults to `global`."},
			{Name: settingGraphURL, Description: "Root of Microsoft Graph, without version. Defaults to that of `environment`, such as `https://graph.microsoft.com`."},
			{Name: settingLoginURL, Description: "Root of the login host. Defaults to that of `environment`, such as `https://login.microsoftonline.com`."},
			adapter.RequestsPerMinute("Microsoft"),
		}), append(kinds(), settingOIDCRequestToken)...),
		Options: options(),
		TXTPrefixes: []service.TXTPrefix{{
			Text: "ms=", Source: "https://learn.microsoft.com/graph/api/resources/domaindnstxtrecord",
		}},
		New: newAdapter,
	}
}

func newAdapter(values service.Values, deps service.Dependencies) (service.Service, error) {
	deps = adapter.Complete(deps)
	at, err := cloudOf(values[settingEnvironment])
	if err != nil {
		return nil, err
	}
	graph, err := root(values, settingGraphURL, at.graph)
	if err != nil {
		return nil, err
	}
	login, err := root(values, settingLoginURL, at.login)
	if err != nil {
		return nil, err
	}
	// The password may be a word that responses have as well, such as "password".
	sent := maps.Clone(values)
	delete(sent, settingPassword)
	config, err := adapter.ClientConfig(Definition(), sent, deps, adapter.Defaults{
		BaseURL: graph.String(), RateAdvice: "Microsoft allows 3,500 reads in ten seconds; leave it out for no bound of the provider's own",
	})
	if err != nil {
		return nil, err
	}
	config.Redactor.AddUnsent(values[settingPassword])
	a := &Adapter{OrganizationIDs: adapter.OrganizationIDs{
		Vendor: newVendor(config), Default: values[settingTenantID], Setting: settingTenantID, Environment: "ARM_TENANT_ID",
		Canonical: canonicalTenant, Invalid: "is not the ID of a tenant, a GUID",
		Advice: "It is shown on the overview page of the tenant in the Microsoft Entra admin center. A domain stands for the tenant that has it now, and is no lasting ID.",
	}}
	if err := a.CheckDefault(); err != nil {
		return nil, err
	}
	tokens, err := newCredentials(values, config, deps, graph, login)
	if err != nil {
		return nil, err
	}
	a.ofOneTenant = values[settingAccessToken] != ""
	config.Classify = classify(a.Vendor)
	withoutToken := config
	withoutToken.BaseURL, withoutToken.Tokens = login, httpapi.StaticToken("")
	loginClient := httpapi.New(withoutToken)
	a.Organizations = adapter.NewOrganizations(func(id string) *organization {
		ofTenant := config
		ofTenant.Tokens = tokens(id)
		return newOrganization(a.Vendor, client{graph: httpapi.New(ofTenant), login: loginClient, base: graph}, deps, id)
	})
	return a, nil
}
