// SPDX-License-Identifier: MPL-2.0

package httpapi

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"time"

	"golang.org/x/oauth2"
)

// Exchange is how access tokens are got from an endpoint that does not speak OAuth.
type Exchange struct {
	// Request makes the request, for each exchange anew, because what it is signed with
	// expires.
	Request func(context.Context) (*http.Request, error)
	// Token reads the token and its lifetime, 0 where there is none, out of a success.
	Token func(body []byte) (token string, lifetime time.Duration, err error)
	// Library, when set, takes the place of both: it gets a token from a source of the OAuth
	// library, which finds its HTTP client in the context.
	Library func(context.Context) (*oauth2.Token, error)
}

// token makes one exchange. Refusals are errors of the OAuth library, as those of grants.
func (e *Exchange) token(ctx context.Context, client *http.Client) (*oauth2.Token, error) {
	if e.Library != nil {
		token, err := e.Library(ctx)
		if err != nil || token.Expiry.IsZero() || lifetimeOf(token) > 0 {
			return token, err
		}
		// The library keeps the end alone, by the clock of the machine.
		return token.WithExtra(map[string]any{"expires_in": time.Until(token.Expiry).Seconds()}), nil
	}
	request, err := e.Request(ctx)
	if err != nil {
		return nil, err
	}
	response, err := client.Do(request)
	if err != nil {
		return nil, err
	}
	defer func() { _ = response.Body.Close() }()
	body, err := io.ReadAll(io.LimitReader(response.Body, maxBody))
	if err != nil {
		return nil, err
	}
	if !isSuccess(response.StatusCode) {
		return nil, &oauth2.RetrieveError{Response: response, Body: body}
	}
	access, lifetime, err := e.Token(body)
	if err != nil || access == "" {
		return nil, fmt.Errorf("the response (%d) does not contain an access token", response.StatusCode)
	}
	return (&oauth2.Token{AccessToken: access}).WithExtra(map[string]any{"expires_in": lifetime.Seconds()}), nil
}

// assertionType is that of an assertion that proves the client (RFC 7523 section 2.2).
const assertionType = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"

// ClientCredentials is the grant of a client that acts for itself (RFC 6749 section 4.4).
// It is proved by TokenConfig.ClientSecret or, where assertion is not nil, by what that
// returns for each request anew.
func ClientCredentials(scope string, assertion func(context.Context) (string, error)) Grant {
	return Grant{Form: func(ctx context.Context) (url.Values, error) {
		form := url.Values{"grant_type": {"client_credentials"}, "scope": {scope}}
		if assertion == nil {
			return form, nil
		}
		proof, err := assertion(ctx)
		if err != nil {
			return nil, err
		}
		form.Set("client_assertion_type", assertionType)
		form.Set("client_assertion", proof)
		return form, nil
	}}
}

// assertions are the members of a token request that prove who asks, and so are secret
// for as long as they are valid (RFC 7521 sections 4.1 and 4.2).
func assertions(form url.Values) []string {
	return append(form["client_assertion"], form["assertion"]...)
}

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
