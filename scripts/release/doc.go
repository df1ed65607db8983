// SPDX-License-Identifier: MPL-2.0

// Package release holds what .goreleaser.yml says to the Go that builds it.
//
// Look here when a platform is added to the release or Go drops one.
package release
