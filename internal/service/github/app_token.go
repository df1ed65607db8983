// SPDX-License-Identifier: MPL-2.0

package github

import (
	"context"
	"encoding/json"
	"fmt"
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
		return nil, &service.SettingError{Setting: settingInstallationID, Reason: fmt.Sprintf("%q is not a number. It is the end of the address of the installation's settings page", installation)}
	}
	key, err := adapter.ParseRSAKey(values[settingAppKey])
	if err != nil {
		return nil, &service.SettingError{Setting: settingAppKey, Reason: err.Error()}
	}
	url := at.base.JoinPath(at.rest, "app", "installations", installation, "access_tokens")
	now := deps.Now
	if now == nil {
		now = time.Now
	}
	return httpapi.NewTokenEndpoint(httpapi.TokenConfig{
		TokenURL: url, Redactor: config.Redactor, Transport: deps.Transport, Now: deps.Now, Sleep: deps.Sleep, Log: deps.Log,
		MinPause: deps.MinPause, MaxPause: deps.MaxPause, Classify: config.Classify,
		Exchange: &httpapi.Exchange{
			Request: func(ctx context.Context) (*http.Request, error) {
				jwt, err := adapter.SignJWT(key, nil, map[string]any{
					"iss": values[settingAppID], "iat": now().Add(jwtBegins).Unix(), "exp": now().Add(jwtEnds).Unix(),
				})
				if err != nil {
					return nil, err
				}
				request, err := http.NewRequestWithContext(ctx, http.MethodPost, url.String(), http.NoBody)
				if err != nil {
					return nil, err
				}
				request.Header.Set("Authorization", "Bearer "+jwt)
				request.Header.Set("Accept", "application/json")
				request.Header.Set("User-Agent", deps.UserAgent)
				return request, nil
			},
			Token: func(body []byte) (string, time.Duration, error) {
				var issued struct {
					Token     string    `json:"token"`
					ExpiresAt time.Time `json:"expires_at"`
				}
				if err := json.Unmarshal(body, &issued); err != nil {
					return "", 0, err
				}
				return issued.Token, issued.ExpiresAt.Sub(now()), nil
			},
		},
	}), nil
}
