// SPDX-License-Identifier: MPL-2.0

package entra

import (
	"bytes"
	"context"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"net/url"
	"strings"

	"github.com/domainverify/terraform-provider-domainverify/internal/httpapi"
	"github.com/domainverify/terraform-provider-domainverify/internal/service"
	"github.com/domainverify/terraform-provider-domainverify/internal/service/adapter"
)

// kinds are the settings of which one is set. The request of GitHub Actions is none of
// them, because its variables are there whether it is wanted or not.
func kinds() []string {
	return []string{settingClientSecret, settingCertificate, settingCertificatePath, settingOIDCToken, settingOIDCTokenFile, settingAccessToken}
}

// kindOf returns the setting that tells the kind of credentials.
func kindOf(values service.Values) (string, error) {
	var set []string
	for _, kind := range kinds() {
		if values[kind] != "" {
			set = append(set, kind)
		}
	}
	switch {
	case len(set) > 1:
		return "", &service.SettingError{Setting: set[1], Reason: fmt.Sprintf("%s is set as well, which is another kind of credentials. Set one of them", set[0])}
	case len(set) == 1:
		return set[0], nil
	case values[settingOIDCRequestURL] != "" && values[settingOIDCRequestToken] != "":
		return settingOIDCRequestToken, nil
	case values[settingOIDCRequestURL]+values[settingOIDCRequestToken] != "":
		return "", &service.SettingError{Setting: settingOIDCRequestToken, Reason: "no other credentials are set, and oidc_request_url and oidc_request_token are used together. Set both, or other credentials"}
	}
	return "", &service.SettingError{
		Setting: settingClientSecret,
		Reason:  "no credentials are set. Set client_secret (ARM_CLIENT_SECRET), client_certificate or client_certificate_path, oidc_token or oidc_token_file_path, or access_token",
	}
}

// newCredentials returns the token source of each tenant. Files are read and requests
// made when a token is needed. Errors are *service.SettingError.
func newCredentials(values service.Values, config httpapi.Config, deps service.Dependencies, graph, login *url.URL) (tokensOf func(tenant string) httpapi.TokenSource, err error) {
	kind, err := kindOf(values)
	if err == nil {
		err = check(kind, values)
	}
	if err != nil {
		return nil, err
	}
	endpoint := adapter.TokenConfig(nil, config.Redactor, deps)
	var assertion func(ctx context.Context, tokenURL string) (string, error)
	switch kind {
	case settingAccessToken:
		return func(string) httpapi.TokenSource { return httpapi.StaticToken(values[kind]) }, nil
	case settingClientSecret:
		endpoint.ClientSecret = values[kind]
	case settingCertificate, settingCertificatePath:
		assertion, err = certificateAssertion(kind, values, config.Redactor, deps)
	case settingOIDCToken, settingOIDCTokenFile:
		assertion = func(context.Context, string) (string, error) {
			if kind == settingOIDCToken {
				return values[kind], nil
			}
			token, err := readFile(kind, values[kind])
			return string(bytes.TrimSpace(token)), err
		}
	case settingOIDCRequestToken:
		assertion, err = actionsAssertion(values, endpoint)
	}
	if err != nil {
		return nil, err
	}
	endpoint.ClientID = values[settingClientID]
	return func(tenant string) httpapi.TokenSource {
		own := endpoint
		own.TokenURL = login.JoinPath(tenant, "oauth2", "v2.0", "token")
		var proof func(context.Context) (string, error)
		if assertion != nil {
			proof = func(ctx context.Context) (string, error) { return assertion(ctx, own.TokenURL.String()) }
		}
		own.Grant = httpapi.ClientCredentials(graph.String()+"/.default", proof)
		return httpapi.NewTokenEndpoint(own)
	}, nil
}

// check refuses what no credentials can be made of.
func check(kind string, values service.Values) error {
	if err := adapter.CheckTokens(values, "Bearer", settingClientSecret, settingOIDCToken, settingOIDCRequestToken, settingAccessToken); err != nil {
		return err
	}
	switch {
	case kind != settingAccessToken && values[settingClientID] == "":
		return &service.SettingError{Setting: settingClientID, Reason: "it is not set. Set it to the application ID of the app (ARM_CLIENT_ID): " + kind + " is used together with it"}
	case kind != settingAccessToken:
		return nil
	case values[settingTenantID] == "":
		return &service.SettingError{Setting: settingTenantID, Reason: "it is not set. An access token is of one tenant, and nothing else shows of which: set tenant_id (ARM_TENANT_ID) to its ID"}
	}
	own, _ := canonicalTenant(values[settingTenantID])
	if of := tenantIn(values[kind]); of != "" && !strings.EqualFold(of, own) {
		return &service.SettingError{Setting: kind, Reason: fmt.Sprintf("it is of the tenant %s, but tenant_id is %s", adapter.Shorten(of), own)}
	}
	return nil
}

// tenantIn returns the tenant of an access token that shows it, or "". The form of access
// tokens is Microsoft's own affair (wire/entra.md 5), so nothing else is made of it.
func tenantIn(token string) string {
	var claims struct {
		Tenant string `json:"tid"`
	}
	if parts := strings.Split(token, "."); len(parts) == 3 {
		decoded, _ := base64.RawURLEncoding.DecodeString(parts[1])
		_ = json.Unmarshal(decoded, &claims)
	}
	return claims.Tenant
}

// readFile reads a file that a setting names. Errors are *service.Error.
func readFile(setting, path string) ([]byte, error) {
	content, err := adapter.ReadFile(path)
	if err != nil {
		return nil, unusable(setting, "the file of this path cannot be read: "+err.Error())
	}
	// Some shells put a byte order mark before what they write.
	content = bytes.TrimPrefix(content, []byte("\ufeff"))
	if len(bytes.TrimSpace(content)) == 0 {
		return nil, unusable(setting, "the file "+path+" is empty")
	}
	return content, nil
}

// unusable is the error of credentials that turn out to be wrong when they are needed.
func unusable(setting, reason string) *service.Error {
	return adapter.NewError("get an access token from Microsoft", adapter.Denied(setting+": "+reason,
		"Check "+setting+" of the entra block, or the environment variable that sets it. Nothing was sent."))
}
