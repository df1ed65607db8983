// SPDX-License-Identifier: MPL-2.0

// Package workossim is WorkOS as a customer's API key sees it, in memory: organization
// domains and the poller that verifies them, organizations, the portal link and the
// events, written from WorkOS' published description and nothing else.
//
// Look here to see what the provider may expect of WorkOS. What the provider does not
// send is not here; of the rest, every documented fact is followed, and every unknown that
// can make the adapter act differently is a switch (switches.go), in each setting of which
// it must work. A citation such as "wire/workos.md 1.2" means docs/design/wire/workos.md,
// section 1.2.
//
// There is no goroutine: the poller catches up with the sandbox clock whenever
// somebody asks. Never import a client package: a shared type would hide a shared
// mistake.
package workossim
