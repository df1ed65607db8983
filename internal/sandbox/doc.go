// SPDX-License-Identifier: MPL-2.0

// Package sandbox starts the local world for the demo and the tests: simulated
// services, a DNS world and a web host on loopback, sharing one clock, one request log
// and one control API. The services look records up through the DNS world and fetch
// files from the web host, so a domain becomes verified only if its proof is really
// served. The web host serves every domain, whatever its address records say.
//
// Look here to add a simulated service to the list (simulators.go) or an endpoint to the
// control API (control*.go). How a service behaves, how a client reaches it, its flags and
// its own operations of the control API are in its folder, <service>sim; what all
// simulators share is in simhttp.
//
// Only tests and the sandbox command may import this package, and it imports nothing
// of the provider: it speaks HTTP and DNS only, so that no mistake is shared.
package sandbox
