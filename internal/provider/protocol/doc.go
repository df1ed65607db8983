// SPDX-License-Identifier: MPL-2.0

// Package protocol serves the provider to Terraform, so that a request that was served leaves
// nothing in memory. The framework keeps the context of every request until Terraform stops
// the provider, with all that hangs on it: loggers, the stream, the request itself. For a
// plan of 3,000 domains that is a gigabyte, which the garbage collector searches again and
// again.
//
// Look here for what happens between Terraform and the framework.
package protocol
