// SPDX-License-Identifier: MPL-2.0

// Package simhttp is what every simulated HTTP service of the sandbox shares: the
// log of requests, injected faults, latency, and the switches that stand for what
// nobody outside the vendor knows. It knows no service.
//
// Look here to add a kind of fault or a field of the request log. Behaviour that
// belongs to one vendor goes into that vendor's simulator.
package simhttp
