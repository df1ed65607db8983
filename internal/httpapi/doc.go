// SPDX-License-Identifier: MPL-2.0

// Package httpapi is the HTTP that all services share: which request may be
// repeated after which failure, Retry-After, access tokens and their renewal,
// redaction of secrets, limits on size and time, the request budget of a
// service, and what the end of a context means for a request that is under way.
// It knows no service's paths or error codes: what a body means is decided by the
// service's adapter (Classify).
//
// Look here when a request is repeated too often or not at all, when a token
// is renewed at the wrong time, when requests wait longer than they should or
// run into a service's limit, or when something secret shows in an error.
package httpapi
