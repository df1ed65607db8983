// SPDX-License-Identifier: MPL-2.0

// Package webexsim is a Webex organization that lives in memory: the five actions
// of the Domain Management API, the organization and people reads, and the token
// endpoint, written from Cisco's published description and nothing else.
//
// Look here to see what the provider may expect of Webex. Every documented fact is
// followed; every unknown that can make the adapter act differently is a switch
// (switches.go), in each setting of which it must work. A citation such as
// "wire/webex.md 1.2" means docs/design/wire/webex.md, section 1.2.
//
// Never import a client package: a shared type would hide a shared mistake.
package webexsim
