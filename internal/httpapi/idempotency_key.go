// SPDX-License-Identifier: MPL-2.0

package httpapi

import (
	"context"
	"net/http"
)

type idempotencyKey struct{}

// WithIdempotencyKey returns a context whose requests carry the header
// Idempotency-Key (draft-ietf-httpapi-idempotency-key-header), by which a
// service knows a repeated request for what it is. All attempts of one call
// carry the same one. It needs a transport made by SendIdempotencyKeys.
func WithIdempotencyKey(ctx context.Context, key string) context.Context {
	return context.WithValue(ctx, idempotencyKey{}, key)
}

// SendIdempotencyKeys returns a transport that sends the keys of
// WithIdempotencyKey. A nil next is http.DefaultTransport.
func SendIdempotencyKeys(next http.RoundTripper) http.RoundTripper {
	if next == nil {
		next = http.DefaultTransport
	}
	return keyed{next}
}

type keyed struct{ next http.RoundTripper }

// RoundTrip implements http.RoundTripper.
func (k keyed) RoundTrip(request *http.Request) (*http.Response, error) {
	if key, ok := request.Context().Value(idempotencyKey{}).(string); ok {
		// A round tripper must not change the request that it was given.
		request = request.Clone(request.Context())
		request.Header.Set("Idempotency-Key", key)
		// net/http takes the header as leave to repeat a POST on its own when a
		// connection breaks. A body that cannot be read twice forbids it: whether
		// the service honours the key is for the adapter to know.
		request.GetBody = nil
	}
	return k.next.RoundTrip(request)
}

// CloseIdleConnections is what http.Client looks for in its transport.
func (k keyed) CloseIdleConnections() {
	if closer, ok := k.next.(interface{ CloseIdleConnections() }); ok {
		closer.CloseIdleConnections()
	}
}
