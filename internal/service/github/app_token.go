// SPDX-License-Identifier: MPL-2.0

package github

import (
	"context"
	"net/http"
	"regexp"
	"time"

	"github.com/domainverify/terraform-provider-domainverify/internal/httpapi"
	"github.com/domainverify/terraform-provider-domainverify/internal/service"
	"github.com/domainverify/terraform-provider-domainverify/internal/service/adapter"
)

// The time of an App's JWT. GitHub allows ten minutes by its own clock, which may be
// behind, and advises to begin a minute in the past (wire/github.md 2).
const (
	jwtBegins = -time.Minute
	jwtEnds   = 5 * time.Minute
)

var numberForm = regexp.MustCompile(`^[0-9]+$`)

// appTokens gets the tokens of an App's installation, which last an hour.
func appTokens(values service.Values, config httpapi.Config, deps service.Dependencies, at endpoints) (httpapi.TokenSource, error) {
	installation := values[settingInstallationID]
	if !numberForm.MatchString(installation) {
		return nil, &service.SettingError{Setting: settingInstallationID, Reason: "it is not a number. It is the end of the address of the installation's settings page"}
	}
	key, err := adapter.ParseRSAKey(values[settingAppKey])
	if err != nil {
		return nil, &service.SettingError{Setting: settingAppKey, Reason: err.Error()}
	}
	endpoint := adapter.TokenConfig(at.base.JoinPath(at.rest, "app", "installations", installation, "access_tokens"), config.Redactor, deps)
	endpoint.Classify = config.Classify
	endpoint.Exchange = &httpapi.Exchange{
		Method: http.MethodPost, Header: http.Header{"User-Agent": {deps.UserAgent}}, Token: "token", Expiry: "expires_at",
		Bearer: httpapi.MadeToken(func(context.Context) (string, error) {
			return adapter.SignJWT(key, nil, map[string]any{
				"iss": values[settingAppID], "iat": deps.Now().Add(jwtBegins).Unix(), "exp": deps.Now().Add(jwtEnds).Unix(),
			})
		}),
	}
	return httpapi.NewTokenEndpoint(endpoint), nil
}
