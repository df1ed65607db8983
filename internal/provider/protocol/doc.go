// SPDX-License-Identifier: MPL-2.0

// Package protocol serves the provider to Terraform, so that a request that was served leaves
// nothing in memory. The framework keeps the context of every request until Terraform stops
// the provider, with all that hangs on it: loggers, the stream, the request itself. That
// was a gigabyte for a plan of 3,000 domains, and a fifth of its CPU went into searching it
// for garbage.
//
// Look here for what happens between Terraform and the framework.
package protocol
