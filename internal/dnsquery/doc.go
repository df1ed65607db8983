// SPDX-License-Identifier: MPL-2.0

// Package dnsquery sends DNS queries and reads their responses.
//
// It asks name servers over UDP and TCP (Exchanger), recursive resolvers over
// UDP, TCP, TLS and HTTPS (Resolvers), and keeps what resolvers say about name
// servers until its TTL ends (Lookups). It judges no response: what a response
// means for a record is for package dnscheck, and nothing here knows zones, zone
// cuts or verdicts.
//
// Names are FQDNs: canonical inside of the program, and shown without the final
// dot by their String method.
//
// A change to packets belongs in message.go and exchange.go; to a transport in
// udp.go, stream.go (TCP and TLS) or https.go; to how resolvers are written in upstream.go
// and endpoint.go; to the resolvers of the system in the system_resolvers files;
// to which resolvers are believed in resolver_trust.go.
package dnsquery
