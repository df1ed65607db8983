// SPDX-License-Identifier: MPL-2.0

package google

import (
	"maps"
	"net/http"

	"github.com/domainverify/terraform-provider-domainverify/internal/httpapi"
	"github.com/domainverify/terraform-provider-domainverify/internal/service"
	"github.com/domainverify/terraform-provider-domainverify/internal/service/adapter"
)

// The settings have the names and environment variables of the provider hashicorp/google.
const (
	settingCredentials    = "credentials"
	settingAccessToken    = "access_token"
	settingImpersonate    = "impersonate_service_account"
	settingDelegates      = "impersonate_service_account_delegates"
	settingBillingProject = "billing_project"
	settingOverride       = "user_project_override"
	settingGcloud         = "cloudsdk_config"
	settingIAM            = "iam_credentials_base_url"
)

// Definition describes Google Site Verification to the provider.
func Definition() service.Definition {
	return service.Definition{
		Name:  Name,
		Title: "Google",
		Description: "Google, through the [Site Verification API](https://developers.google.com/site-verification): the identity that the credentials are becomes an owner of the domain, for Search Console, Cloud and other products. " +
			"Settings and environment variables are those of the provider `hashicorp/google`; the variables alone do not configure the service, since other tools use them as well: an empty block does. " +
			"The order is `access_token`, `credentials`, the file of `gcloud auth application-default login`, the metadata server of Google Cloud; what the block sets of these comes before what the environment does. " +
			"The Site Verification API must be enabled in the project of the credentials. " +
			"Verification tokens belong to the identity and have no known expiry. The record has to stay published while the domain is verified, and must be gone before the domain is released. There is no claim.",
		OrganizationID: "always `self`, since domains belong to the identity of the credentials",
		Settings: []service.Setting{
			{
				Name: settingCredentials, Secret: true, Alternatives: []string{settingAccessToken, settingGcloud}, EnvironmentVariables: []string{"GOOGLE_CREDENTIALS", "GOOGLE_CLOUD_KEYFILE_JSON", "GCLOUD_KEYFILE_JSON", "GOOGLE_APPLICATION_CREDENTIALS"},
				Description: "Path or contents of a credentials file: the key of a service account, application default credentials of a person, an impersonated service account, or workload identity federation from a file, a URL of GitHub Actions, or AWS.",
			},
			{Name: settingAccessToken, Secret: true, Alternatives: []string{settingCredentials, settingGcloud}, EnvironmentVariables: []string{"GOOGLE_OAUTH_ACCESS_TOKEN"}, Description: "Access token, in place of `credentials`. It needs the scope `" + scopeVerification + "`, or `" + scopeCloudPlatform + "` to impersonate a service account."},
			{Name: settingImpersonate, EnvironmentVariables: []string{"GOOGLE_IMPERSONATE_SERVICE_ACCOUNT"}, Description: "Address of a service account to act as, which is then the owner. The credentials need the role `roles/iam.serviceAccountTokenCreator` on it."},
			{Name: settingDelegates, Kind: service.KindList, Description: "Addresses of the service accounts in between, where that role is granted in steps. Defaults to none; there is no environment variable."},
			{Name: settingOverride, Kind: service.KindBool, EnvironmentVariables: []string{"USER_PROJECT_OVERRIDE"}, Description: "Whether `billing_project` is used. Defaults to `false`; the quota project of a person's application default credentials is used then, unless they impersonate a service account."},
			{Name: settingBillingProject, EnvironmentVariables: []string{"GOOGLE_BILLING_PROJECT"}, Description: "Project whose quota is used and in which the API must be enabled. Used only with `user_project_override = true`, which requires it."},
			{Name: settingGcloud, EnvironmentVariables: []string{"CLOUDSDK_CONFIG", "APPDATA", "HOME"}, Description: "Folder of gcloud's configuration, or a folder that has it as `gcloud` or `.config/gcloud`. The file of `gcloud auth application-default login` is read there where neither `credentials` nor `access_token` is set."},
			{Name: "base_url", EnvironmentVariables: []string{"GOOGLE_SITE_VERIFICATION_CUSTOM_ENDPOINT"}, Description: "Base URL of the Site Verification API. Defaults to `https://www.googleapis.com/siteVerification/v1/`."},
			{Name: settingIAM, EnvironmentVariables: []string{"GOOGLE_IAM_CREDENTIALS_CUSTOM_ENDPOINT"}, Description: "Base URL of the API that impersonates service accounts. Defaults to `https://iamcredentials.googleapis.com/v1/`."},
			adapter.RequestsPerMinute("Google", "GOOGLE_REQUESTS_PER_MINUTE"),
		},
		TXTPrefixes: []service.TXTPrefix{{Text: tokenPrefix, Source: "https://developers.google.com/site-verification/v1/getting_started"}},
		New:         newAdapter,
	}
}

func newAdapter(values service.Values, deps service.Dependencies) (service.Service, error) {
	deps = adapter.Complete(deps)
	// What is secret in a credentials file is one member of it. Its other lines, such as the
	// address of the service account, are in every response.
	public := maps.Clone(values)
	delete(public, settingCredentials)
	config, err := adapter.ClientConfig(Definition(), public, deps, adapter.Defaults{
		BaseURL: "https://www.googleapis.com/siteVerification/v1/", RateAdvice: "the quota of the project is in the Cloud console; leave it out for no bound of the provider's own",
	})
	if err != nil {
		return nil, err
	}
	file, err := readCredentials(values, config.Redactor)
	if err != nil {
		return nil, err
	}
	identity, err := tokenSources{config.Redactor, deps}.choose(values, file)
	if err != nil {
		return nil, err
	}
	vendor := newVendor(config, identity.kind)
	config.Tokens, config.Classify = identity.tokens, classify(vendor)
	project := file.QuotaProjectID
	if values[settingImpersonate] != "" {
		// It is the project of who impersonates, and the account may not be allowed to use it.
		project = ""
	}
	if values.Bool(settingOverride) {
		if project = values[settingBillingProject]; project == "" {
			return nil, &service.SettingError{Setting: settingBillingProject, Reason: "user_project_override is set, but billing_project (GOOGLE_BILLING_PROJECT) is not"}
		}
	}
	config.Header = billedTo(project)
	client := client{httpapi.New(config)}
	return &Adapter{
		OrganizationIDs: adapter.OrganizationIDs{
			Vendor: vendor, Default: organizationID,
			Canonical: func(id string) (string, bool) { return id, id == organizationID },
			Invalid:   "is not " + organizationID + ", which stands for the identity of the credentials",
			Advice:    "Remove organization_id from the resource.",
		},
		Organizations: adapter.NewOrganizations(func(id string) *organization { return newOrganization(vendor, client, id) }),
		identity:      identity.email,
	}, nil
}

// billedTo is the header that names the project whose quota is used; nil for none.
func billedTo(project string) http.Header {
	if project == "" {
		return nil
	}
	return http.Header{"X-Goog-User-Project": {project}}
}
