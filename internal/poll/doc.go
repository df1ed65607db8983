// SPDX-License-Identifier: MPL-2.0

// Package poll repeats a check until it succeeds, fails for good, runs out of
// time or is cancelled, and remembers the last reason why it had not succeeded.
//
// Look here when a wait is too long, too eager or does not stop. The package
// knows neither DNS nor services; what is checked is its caller's business.
package poll
