// SPDX-License-Identifier: MPL-2.0

// Package lockout is the lockout guard of services whose organizations can lock out
// everybody who has no address in a verified domain. It decides in which order
// domains may be verified and released, so that the administrators stay in
// (invariant 17), and knows no vendor: what differs is in [Config].
//
// Look here when a verification or a release is stopped that should be allowed, or
// the other way round. How a stopped step waits is in package verification.
package lockout
