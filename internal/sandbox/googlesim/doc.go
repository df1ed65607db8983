// SPDX-License-Identifier: MPL-2.0

// Package googlesim is Google as the owners of domains see it, in memory: the API of
// Site Verification, the token endpoint and the impersonation of
// service accounts. The domains of Google Workspace are not simulated.
//
// Look here to see what the provider may expect of Google. Every documented fact is
// followed; unknowns that an adapter has to meet in its own way are switches
// (switches.go). A citation such as "wire/google.md 1.2" means docs/design/wire/google.md,
// section 1.2. Never import a client package: a shared type would hide a shared mistake.
package googlesim
