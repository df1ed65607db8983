// SPDX-License-Identifier: MPL-2.0

// Package dnsquery sends DNS queries and reads their responses.
//
// It asks name servers over UDP and TCP (Exchanger), recursive resolvers over
// UDP, TCP, TLS and HTTPS (Resolvers), and keeps what resolvers say about name
// servers until its TTL ends (Lookups). What a response means for a record is
// decided in package dnscheck; nothing here knows zones, zone cuts or verdicts.
//
// Names are FQDNs: canonical inside the program, and shown without the final
// dot by their String method.
//
// A change to packets belongs in message.go and exchange.go; to a transport in
// udp.go, stream.go (TCP and TLS) or https.go; to how resolvers are configured in
// upstream.go and endpoint.go; to the resolvers of the system in the
// system_resolvers files; to which resolvers are trusted in resolver_trust.go.
//
// Tests of transports and resolvers make whole checks, by package dnscheck.
package dnsquery
