// SPDX-License-Identifier: MPL-2.0

// Package verification brings a domain to "verified": it waits until what has to
// be published can be seen, then until the service confirms it, and obeys the
// lockout guard before. It releases a domain when the records that prove it are gone, and
// waits until the service has done so. It also finds tokens that are published already,
// and waits while a service rate limits requests. Each wait tells what it waits for (event.go).
//
// Look here when a wait is too long, ends too early, or names the wrong cause.
// The package knows nothing of Terraform. Clock, DNS and file clients, randomness and
// log are parameters (Dependencies); ends that a caller has to tell apart are
// errors of a type of their own (errors.go), whose texts are in provider/diagnostics.
package verification
