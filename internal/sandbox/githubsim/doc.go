// SPDX-License-Identifier: MPL-2.0

// Package githubsim is GitHub as the owner of an organization and of its enterprise sees
// it through the GraphQL API, in memory: verifiable domains, their verification by DNS,
// tokens of users and of an App, and the limits.
//
// Look here to see what the provider may expect of GitHub. Every documented fact is
// followed; every unknown is a switch (switches.go) that the adapter must live with in
// each of its settings. A citation such as "wire/github.md 1.2" means
// docs/design/wire/github.md, section 1.2.
//
// Requests are parsed and validated against schema.graphql. Never import a client
// package: a shared type would hide a shared mistake.
package githubsim
