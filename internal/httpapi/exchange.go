// SPDX-License-Identifier: MPL-2.0

package httpapi

import (
	"bytes"
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"net/http"
	"net/url"
	"time"

	"golang.org/x/oauth2"
)

// Exchange is how access tokens are got from an endpoint that does not speak OAuth: by one
// request to TokenURL, whose response is JSON.
type Exchange struct {
	// Method is GET unless set.
	Method string
	// Header is that of the request, beside Accept.
	Header http.Header
	// Bearer has what the request is authorized by, asked for each request anew, because it
	// expires; nil: nothing does.
	Bearer TokenSource
	// Body is sent as JSON; nil: none.
	Body any
	// Token and Expiry are the members of the response that have the token, and its lifetime
	// in seconds or its end (RFC 3339).
	Token, Expiry string
	// Lasts is the lifetime where the response does not tell; 0: it is not known.
	Lasts time.Duration
	// Library, when set, takes the place of all others: it gets a token from a source of the
	// OAuth library, which finds its HTTP client in the context.
	Library func(context.Context) (*oauth2.Token, error)
}

// exchanged makes one exchange. Refusals are errors of the OAuth library, as those of grants.
func (r *TokenEndpoint) exchanged(ctx context.Context, watched *call) (*oauth2.Token, error) {
	e := r.config.Exchange
	if e.Library != nil {
		token, err := e.Library(watched.within(ctx))
		if err != nil || token.Expiry.IsZero() || lifetimeOf(token) > 0 {
			return token, err
		}
		// The library keeps the end alone, by the clock of the machine.
		return token.WithExtra(map[string]any{"expires_in": time.Until(token.Expiry).Seconds()}), nil
	}
	status, body, err := r.authorizedExchange(ctx, watched)
	if err != nil {
		return nil, err
	}
	token, lifetime := e.issued(body, r.now())
	if token == "" {
		return nil, fmt.Errorf("the response (%d) does not contain an access token", status)
	}
	return (&oauth2.Token{AccessToken: token}).WithExtra(map[string]any{"expires_in": lifetime.Seconds()}), nil
}

// authorizedExchange makes the request, and once more with another bearer where the first one
// is refused: its source may take it for valid. The requests of the source are not watched.
func (r *TokenEndpoint) authorizedExchange(ctx context.Context, watched *call) (status int, body []byte, err error) {
	source := r.config.Exchange.Bearer
	if source == nil {
		return r.sendExchange(watched.within(ctx), "")
	}
	bearer, err := source.Token(ctx)
	if err != nil {
		return 0, nil, err
	}
	if status, body, err = r.sendExchange(watched.within(ctx), bearer); status != http.StatusUnauthorized {
		return status, body, err
	}
	renewed, renewErr := source.Renew(ctx, bearer)
	switch {
	case errors.Is(renewErr, ErrNotRenewable):
		return status, body, err
	case renewErr != nil:
		return 0, nil, renewErr
	}
	return r.sendExchange(watched.within(ctx), renewed)
}

// sendExchange makes the request. What is not a success is an error.
func (r *TokenEndpoint) sendExchange(ctx context.Context, bearer string) (status int, body []byte, err error) {
	r.redactor.Add(bearer)
	request, err := r.config.Exchange.request(ctx, r.config.TokenURL, bearer)
	if err != nil {
		return 0, nil, err
	}
	response, err := r.client.Do(request)
	if err != nil {
		return 0, nil, err
	}
	defer func() { _ = response.Body.Close() }()
	if body, err = io.ReadAll(io.LimitReader(response.Body, maxBody)); err != nil {
		return 0, nil, err
	}
	if !isSuccess(response.StatusCode) {
		err = &oauth2.RetrieveError{Response: response, Body: body}
	}
	return response.StatusCode, body, err
}

func (e *Exchange) request(ctx context.Context, address *url.URL, bearer string) (*http.Request, error) {
	var body io.Reader
	header := http.Header{}
	if e.Body != nil {
		encoded, err := json.Marshal(e.Body)
		if err != nil {
			return nil, err
		}
		body = bytes.NewReader(encoded)
		header.Set("Content-Type", "application/json")
	}
	if bearer != "" {
		header.Set("Authorization", "Bearer "+bearer)
	}
	header.Set("Accept", "application/json")
	maps.Copy(header, e.Header)
	request, err := http.NewRequestWithContext(ctx, cmp.Or(e.Method, http.MethodGet), address.String(), body)
	if err == nil {
		request.Header = header
	}
	return request, err
}

// issued reads the token of a response and how long it is valid; empty where it has none.
func (e *Exchange) issued(body []byte, now time.Time) (token string, lifetime time.Duration) {
	var members map[string]json.RawMessage
	if json.Unmarshal(body, &members) != nil || json.Unmarshal(members[e.Token], &token) != nil {
		return "", 0
	}
	expiry, isNamed := members[e.Expiry]
	var seconds float64
	var end time.Time
	switch {
	case !isNamed:
		return token, e.Lasts
	case json.Unmarshal(expiry, &seconds) == nil:
		return token, time.Duration(seconds * float64(time.Second))
	case json.Unmarshal(expiry, &end) == nil:
		return token, end.Sub(now)
	}
	return "", 0 // a token whose end is unreadable is of another form than expected
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

// AssertionGrant is the grant of an assertion that is made for each request anew (RFC 7523
// section 2.1). secret is what only the holder of the grant has.
func AssertionGrant(secret string, assertion func(context.Context) (string, error)) Grant {
	return Grant{Secret: secret, Form: func(ctx context.Context) (url.Values, error) {
		proof, err := assertion(ctx)
		return url.Values{"grant_type": {"urn:ietf:params:oauth:grant-type:jwt-bearer"}, "assertion": {proof}}, err
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
		Bearer: StaticToken(requestToken), Token: "value", Lasts: actionsTokenLasts,
	}
	return NewTokenEndpoint(config), nil
}
