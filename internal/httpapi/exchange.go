// SPDX-License-Identifier: MPL-2.0

package httpapi

import (
	"context"
	"fmt"
	"io"
	"net/http"
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
		return e.Library(ctx)
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
