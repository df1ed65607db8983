// SPDX-License-Identifier: MPL-2.0

// Package dnssim is a small DNS world on loopback: authoritative servers that take RFC 2136 updates, a parent that
// delegates to them, and a recursive resolver that caches like the ones behind real services.
//
// Look here when a test or the demo needs DNS that behaves (or misbehaves) on command. What is where:
//
//   - world.go, config.go, bootstrap.go: what exists when a world starts and how to reach it
//   - node.go, fault.go: one name server on the wire, and how it can be made to fail
//   - zone.go, store.go: the records, what a question finds, how they change, replication and its lag
//   - authoritative.go, update.go, tsig.go: what the authoritative servers answer
//   - resolver.go, cache.go: the recursive resolver
//   - security.go: what its clients are told about DNSSEC
//   - lookup.go, edit.go, query_log.go: what a test calls
//
// A world never touches the network beyond loopback. Its name servers have addresses from the documentation ranges
// (192.0.2.0/24, 2001:db8::/32) that nothing listens on; AddressMap says which loopback port stands behind each.
//
// Touch anything, as long as the package keeps speaking DNS only: it must not know the services, the DNS check or
// Terraform, because a shared assumption would hide a shared mistake.
package dnssim
