// SPDX-License-Identifier: MPL-2.0

// Package publicaddr tells addresses of the public internet from all others.
//
// Look here when an address that only the DNS names may not be asked, or may.
// The package is pure and imports nothing of the project.
package publicaddr
