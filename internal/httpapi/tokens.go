// SPDX-License-Identifier: MPL-2.0

package httpapi

import (
	"context"
	"errors"
)

// ErrNotRenewable is returned by Renew where there is nothing to renew with.
var ErrNotRenewable = errors.New("the access token cannot be renewed")

// TokenSource gives the access token for a request.
type TokenSource interface {
	Token(ctx context.Context) (string, error)
	// Renew returns a token other than stale, which a service has refused.
	Renew(ctx context.Context, stale string) (string, error)
}

// StaticToken is an access token that somebody else keeps fresh.
type StaticToken string

// Token implements TokenSource.
func (t StaticToken) Token(context.Context) (string, error) { return string(t), nil }

// Renew implements TokenSource.
func (t StaticToken) Renew(context.Context, string) (string, error) { return "", ErrNotRenewable }
