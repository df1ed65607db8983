// SPDX-License-Identifier: MPL-2.0

package adapter

import (
	"errors"
	"fmt"
	"io/fs"
	"net/url"
	"os"
	"slices"
	"strings"

	"github.com/domainverify/terraform-provider-domainverify/internal/httpapi"
	"github.com/domainverify/terraform-provider-domainverify/internal/service"
)

// RefreshCredentials are the settings access_token, client_id, client_secret,
// refresh_token and token_cache_dir of a service that takes an access token, or a
// refresh token that is exchanged for one.
type RefreshCredentials struct {
	// Service is the service's name, which the environment variables begin with.
	Service string
	// Scheme stands before a token in a request, and by mistake in settings.
	Scheme string
	// Lifetime is how long an access token lasts, as in "an hour", or empty.
	Lifetime string
	// Preferred is the setting that is named where no credentials are set;
	// refresh_token unless set.
	Preferred string
	TokenURL  *url.URL
	Classify  httpapi.Classify
	Redactor  *httpapi.Redactor
}

// WithAlternatives lets credentials of one kind in the block stand against those of the others
// in the environment, which may be of another organization.
func WithAlternatives(settings []service.Setting, kinds ...string) []service.Setting {
	for at, setting := range settings {
		if slices.Contains(kinds, setting.Name) {
			settings[at].Alternatives = slices.DeleteFunc(slices.Clone(kinds), func(other string) bool { return other == setting.Name })
		}
	}
	return settings
}

// TokenSource uses the access token as long as it is accepted, and the refresh
// token, where there is one, from then on. Errors are *service.SettingError.
func (c RefreshCredentials) TokenSource(values service.Values, deps service.Dependencies) (httpapi.TokenSource, error) {
	if err := c.check(values); err != nil {
		return nil, err
	}
	if values["refresh_token"] == "" {
		return httpapi.StaticToken(values["access_token"]), nil
	}
	config := TokenConfig(c.TokenURL, c.Redactor, deps)
	config.ClientID, config.ClientSecret, config.AccessToken = values["client_id"], values["client_secret"], values["access_token"]
	config.CacheDir, config.Grant, config.Classify = values["token_cache_dir"], httpapi.RefreshGrant(values["refresh_token"]), c.Classify
	return httpapi.NewTokenEndpoint(config), nil
}

// TokenConfig is the part of a token endpoint's configuration that the process of a
// service gives.
func TokenConfig(at *url.URL, redactor *httpapi.Redactor, deps service.Dependencies) httpapi.TokenConfig {
	return httpapi.TokenConfig{
		TokenURL: at, Redactor: redactor, Transport: deps.Transport, Now: deps.Now, Sleep: deps.Sleep,
		MinPause: deps.MinPause, MaxPause: deps.MaxPause, Log: deps.Log,
	}
}

// CheckTokens refuses settings that hold more than a token, such as the scheme that stands
// before it in a request.
func CheckTokens(values service.Values, scheme string, settings ...string) error {
	for _, setting := range settings {
		if strings.ContainsAny(values[setting], " \t\r\n") {
			return &service.SettingError{Setting: setting, Reason: fmt.Sprintf("it contains white space. Copy the value alone, without a prefix such as %s before it", scheme)}
		}
	}
	return nil
}

// ReadFile reads a file that a setting names. The error does not repeat its path, which may
// be a secret that was set in the place of one.
func ReadFile(path string) ([]byte, error) {
	content, err := os.ReadFile(path) // #nosec G304 -- the configuration names it
	if cause, ok := errors.AsType[*fs.PathError](err); ok {
		err = cause.Err
	}
	return content, err
}

func (c RefreshCredentials) check(values service.Values) error {
	needed := []string{"client_id", "client_secret", "refresh_token"}
	if err := CheckTokens(values, c.Scheme, append([]string{"access_token"}, needed...)...); err != nil {
		return err
	}
	missing := slices.DeleteFunc(needed, func(setting string) bool { return values[setting] != "" })
	switch {
	case len(missing) == 3 && values["access_token"] == "":
		reason := fmt.Sprintf("no credentials are set. Set client_id, client_secret and refresh_token "+
			"(%[1]s_CLIENT_ID, %[1]s_CLIENT_SECRET, %[1]s_REFRESH_TOKEN), or access_token (%[1]s_ACCESS_TOKEN)", strings.ToUpper(c.Service))
		if c.Lifetime != "" {
			reason += ", which lasts " + c.Lifetime
		}
		return &service.SettingError{Setting: FirstNonEmpty(c.Preferred, "refresh_token"), Reason: reason}
	case values["refresh_token"] != "" && len(missing) > 0:
		return &service.SettingError{Setting: missing[0], Reason: fmt.Sprintf("refresh_token is set, but not %s; a refresh token works together with its client_id and client_secret only", strings.Join(missing, " and "))}
	case values["refresh_token"] == "" && values["access_token"] == "":
		return &service.SettingError{Setting: "refresh_token", Reason: "client_id or client_secret is set, but neither refresh_token nor access_token is"}
	}
	if dir := values["token_cache_dir"]; dir != "" && values["refresh_token"] != "" {
		if err := httpapi.CheckTokenCacheDir(dir); err != nil {
			return &service.SettingError{Setting: "token_cache_dir", Reason: err.Error()}
		}
	}
	return nil
}
