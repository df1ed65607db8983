// SPDX-License-Identifier: MPL-2.0

package simhttp

import (
	"errors"
	"maps"
	"net/http"
	"net/url"
	"slices"
	"time"
)

// OAuth is the [Core] of a service whose callers have access tokens, which a refresh
// token yields (RFC 6749).
type OAuth struct {
	Core
	Now      func() time.Time
	Lifetime time.Duration // of access tokens
	Scopes   []string      // all that there are
	NewValue func() string // of an access token

	ClientID, ClientSecret string

	tokens map[string]AccessToken
}

// TokenSpec describes an access token to issue.
type TokenSpec struct {
	Scopes     []string      // nil is all
	NotAdmin   bool          // the holder is no administrator
	ServiceApp bool          // the holder is a machine account, not a person
	Lifetime   time.Duration // zero is the usual one
}

// AccessToken is what the holder of a token may do, and until when.
type AccessToken struct {
	TokenSpec
	expires time.Time
}

// Grant makes a token of the given value.
func (o *OAuth) Grant(value string, spec TokenSpec) {
	if spec.Scopes == nil {
		spec.Scopes = o.Scopes
	}
	if spec.Lifetime == 0 {
		spec.Lifetime = o.Lifetime
	}
	if o.tokens == nil {
		o.tokens = map[string]AccessToken{}
	}
	o.tokens[value] = AccessToken{spec, o.Now().Add(spec.Lifetime)}
}

// Live finds a token that has not ended.
func (o *OAuth) Live(value string) (AccessToken, bool) {
	token, known := o.tokens[value]
	return token, known && o.Now().Before(token.expires)
}

// End ends a token before its time.
func (o *OAuth) End(value string) { delete(o.tokens, value) }

// IssueAccessToken makes another token, without the token endpoint.
func (o *OAuth) IssueAccessToken(spec TokenSpec) string {
	defer o.Lock()()
	value := o.NewValue()
	o.Grant(value, spec)
	return value
}

// RevokeAccessToken ends one token.
func (o *OAuth) RevokeAccessToken(value string) error {
	defer o.Lock()()
	if _, known := o.tokens[value]; !known {
		return errors.New("revoking an access token: there is no such token")
	}
	o.End(value)
	return nil
}

// ExpireAccessTokens ends every access token; refresh tokens live on.
func (o *OAuth) ExpireAccessTokens() {
	defer o.Lock()()
	clear(o.tokens)
}

// RefuseClient is the error code of a request that is none of the known client for that
// type of grant (RFC 6749 section 5.2), or empty. A wrong secret has a code of its own,
// which services treat differently.
func (o *OAuth) RefuseClient(form url.Values, grants ...string) (code string) {
	switch {
	case !slices.Contains(grants, form.Get("grant_type")):
		return UnsupportedGrantType
	case form.Get("client_id") != o.ClientID:
		return InvalidClient
	case form.Get("client_secret") != o.ClientSecret:
		return InvalidClientSecret
	}
	return ""
}

// The codes of RefuseClient.
const (
	UnsupportedGrantType = "unsupported_grant_type"
	InvalidClient        = "invalid_client"
	InvalidClientSecret  = "invalid_client_secret"
)

// AccessTokens lists those that were not ended, whether expired or not.
func (o *OAuth) AccessTokens() []string {
	defer o.Lock()()
	return slices.Sorted(maps.Keys(o.tokens))
}

// Operations are the calls of the control API that issue, list and end access tokens,
// with an example of the first one.
func (o *OAuth) Operations(issue, doc string) []Operation {
	type spec struct {
		Scopes     []string
		NotAdmin   bool `json:"not_admin"`
		ServiceApp bool `json:"service_app"`
		Lifetime   Duration
	}
	type token struct {
		AccessToken string `json:"access_token"`
	}
	return []Operation{
		Query(http.MethodPost, "/tokens", issue, doc, func(r spec) (any, error) {
			return token{o.IssueAccessToken(TokenSpec{r.Scopes, r.NotAdmin, r.ServiceApp, r.Lifetime.Duration})}, nil
		}),
		Command(http.MethodDelete, "/tokens", `{"access_token":"…"}`,
			"end an access token; without one all of them, but not the refresh token",
			func(r token) error {
				if r.AccessToken != "" {
					return o.RevokeAccessToken(r.AccessToken)
				}
				o.ExpireAccessTokens()
				return nil
			}),
		Query(http.MethodGet, "/tokens", "", "list the access tokens", func(struct{}) (any, error) { return o.AccessTokens(), nil }),
	}
}
