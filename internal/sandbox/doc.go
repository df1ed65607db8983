// SPDX-License-Identifier: MPL-2.0

// Package sandbox starts the local world for the demo and the tests: simulated
// services and a DNS world on loopback, sharing one clock, one request log and one
// control API. The services look records up through the DNS world, so a domain
// becomes verified only if its record is really served.
//
// Look here to add a simulated service to the world (services.go, info.go) or an
// endpoint to the control API (control*.go). How a service behaves is in its own
// folder, <service>sim.
//
// Only tests and the sandbox command may import this package, and it imports nothing
// of the provider: it speaks HTTP and DNS only, so that no mistake is shared.
package sandbox
