// SPDX-License-Identifier: MPL-2.0

// Package release holds what a release is made by, and what it consists of, to Go,
// to the provider registries and to those who install it. It holds tests only.
//
// Look here when a platform is added to the release, Go drops one, or a version is
// about to be tagged. The tests with the build tag release read dist/, which
// scripts/release-snapshot makes before it runs them.
package release
