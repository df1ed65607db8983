// SPDX-License-Identifier: MPL-2.0

// Package entrasim is Microsoft Entra ID as an app sees it, in memory: the domains of
// tenants in Microsoft Graph, tenants that compete for names, the token endpoint for
// client credentials, and OpenID discovery.
//
// Look here to see what the provider may expect of Microsoft Graph. Every documented fact
// is followed; every unknown is a switch (switches.go) that the adapter must live with in
// each of its settings. A citation such as "wire/entra.md 1.2" means
// docs/design/wire/entra.md, section 1.2.
//
// Never import a client package: a shared type would hide a shared mistake.
package entrasim
