// SPDX-License-Identifier: MPL-2.0

package httpapi

import (
	"context"
	"encoding/json"
	"net/http"
	"net/url"
	"time"
)

// actionsTokenLasts is less than what tokens of GitHub Actions are valid for, which the
// response does not tell.
const actionsTokenLasts = time.Minute

// ActionsTokens gets the tokens by which a run of GitHub Actions proves itself to others:
// it is what ACTIONS_ID_TOKEN_REQUEST_URL and ACTIONS_ID_TOKEN_REQUEST_TOKEN are for.
// config has what surrounds the request.
func ActionsTokens(requestURL, requestToken, audience string, config TokenConfig) (*TokenEndpoint, error) {
	address, err := url.Parse(requestURL)
	if err != nil {
		return nil, err
	}
	plain := url.URL{Scheme: address.Scheme, Host: address.Host, Path: address.Path}
	if _, err := ParseBaseURL(plain.String()); err != nil {
		return nil, err
	}
	query := address.Query()
	query.Set("audience", audience)
	address.RawQuery = query.Encode()
	config.TokenURL = address
	config.Exchange = &Exchange{
		Request: func(ctx context.Context) (*http.Request, error) {
			request, err := http.NewRequestWithContext(ctx, http.MethodGet, address.String(), http.NoBody)
			if err != nil {
				return nil, err
			}
			request.Header.Set("Authorization", "Bearer "+requestToken)
			request.Header.Set("Accept", "application/json")
			return request, nil
		},
		Token: func(body []byte) (string, time.Duration, error) {
			var issued struct {
				Value string `json:"value"`
			}
			err := json.Unmarshal(body, &issued)
			return issued.Value, actionsTokenLasts, err
		},
	}
	return NewTokenEndpoint(config), nil
}
