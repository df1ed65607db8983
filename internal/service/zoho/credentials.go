// SPDX-License-Identifier: MPL-2.0

package zoho

import (
	"fmt"
	"net/url"
	"strings"

	"github.com/domainverify/terraform-provider-domainverify/internal/httpapi"
	"github.com/domainverify/terraform-provider-domainverify/internal/service"
)

// tokenSource uses the access token as long as it is accepted, and the refresh
// token, where there is one, from then on. It completes where with what the
// token answers tell.
func tokenSource(values service.Values, accounts *url.URL, redactor *httpapi.Redactor, deps service.Dependencies, endpoints *endpoints) (httpapi.TokenSource, error) {
	if err := checkCredentials(values); err != nil {
		return nil, err
	}
	if values["refresh_token"] == "" {
		return httpapi.StaticToken(values["access_token"]), nil
	}
	if dir := values["token_cache_dir"]; dir != "" {
		if err := httpapi.CheckTokenCacheDir(dir); err != nil {
			return nil, &service.SettingError{Setting: "token_cache_dir", Reason: err.Error()}
		}
	}
	refresh := httpapi.NewRefreshToken(httpapi.RefreshConfig{
		TokenURL: accounts.JoinPath("oauth", "v2", "token"), ClientID: values["client_id"], ClientSecret: values["client_secret"],
		CacheDir:     values["token_cache_dir"],
		RefreshToken: values["refresh_token"], AccessToken: values["access_token"], Classify: classifyAccounts,
		Redactor: redactor, Transport: deps.Transport, Now: deps.Now,
		MinPause: deps.MinPause, MaxPause: deps.MaxPause, Log: deps.Log,
	})
	endpoints.hasRefreshToken = true
	endpoints.apiDomainOfLastToken = func() string { return refresh.TokenField("api_domain") }
	return refresh, nil
}

func checkCredentials(values service.Values) error {
	var missing []string
	for _, setting := range []string{"client_id", "client_secret", "refresh_token"} {
		if values[setting] == "" {
			missing = append(missing, setting)
		}
	}
	for _, setting := range []string{"access_token", "client_id", "client_secret", "refresh_token"} {
		if strings.ContainsAny(values[setting], " \t\r\n") {
			return &service.SettingError{Setting: setting, Reason: "it holds white space. Copy the value alone, without a word such as " + authorizationScheme + " before it"}
		}
	}
	switch {
	case len(missing) == 3 && values["access_token"] == "":
		return &service.SettingError{Setting: "refresh_token", Reason: "no credentials are set. Set client_id, client_secret and refresh_token " +
			"(ZOHO_CLIENT_ID, ZOHO_CLIENT_SECRET, ZOHO_REFRESH_TOKEN), or access_token (ZOHO_ACCESS_TOKEN), which lasts an hour"}
	case values["refresh_token"] != "" && len(missing) > 0:
		return &service.SettingError{Setting: missing[0], Reason: fmt.Sprintf("refresh_token is set, but %s is not; a refresh token works together with its client_id and client_secret only", strings.Join(missing, " and "))}
	case values["refresh_token"] == "" && values["access_token"] == "":
		return &service.SettingError{Setting: "refresh_token", Reason: "client_id or client_secret is set, but neither refresh_token nor access_token is"}
	}
	return nil
}
