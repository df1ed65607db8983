// SPDX-License-Identifier: MPL-2.0

// Package clock is the time of the sandbox: real time plus an offset that a test
// or the control API moves forward, so that token expiry, DNS caching and
// read-after-write lag can be shown without waiting for them.
//
// Look here when something in the sandbox expires too early or too late. Anything
// that remembers a moment in the sandbox must take its time from a [Clock], never
// from the time package.
package clock
