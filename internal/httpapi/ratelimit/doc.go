// SPDX-License-Identifier: MPL-2.0

// Package ratelimit spreads the requests of one process to one service over time: a
// budget per minute, a pause between writes, and one pause for all requests when the
// service rate limits one of them.
//
// Look here for how long a request waits in its queue. What a response means is
// decided in httpapi, which asks the limiter before each attempt.
package ratelimit
