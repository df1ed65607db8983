// SPDX-License-Identifier: MPL-2.0

// Package simhttp is what every simulated HTTP service of the sandbox shares: the frame
// of its hosts ([Frame]), its lock and switches ([Core]), access tokens ([OAuth]), the
// reading of requests ([Fields]), drift, the operations of the control API, what the
// sandbox knows of it ([Factory], [Simulator]), the log of requests with faults and
// latency ([Recorder]). It knows no service.
//
// Look here to add a kind of fault or a field of the request log. Behaviour that
// belongs to one vendor goes into that vendor's simulator.
package simhttp
