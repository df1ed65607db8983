// SPDX-License-Identifier: MPL-2.0

// Package adapter is what the adapters of all services share: failures in the
// terms of package service, writes whose outcome is not known, the cache of
// organizations with a lock for each domain, HTTP clients made of settings, and
// the text of responses. Package lockout below it is the lockout guard.
//
// It alone serializes: an operation on one domain holds its lock, by [Organizations] or,
// in what only some services can do, by [Organization.Begin] or [Organization.Lock].
//
// Look here before a helper is written in an adapter: what a second service
// needs belongs here. It knows no vendor. What differs between services is a
// field of [Vendor].
package adapter
