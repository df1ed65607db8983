// SPDX-License-Identifier: MPL-2.0

// Package delegation finds the zone that holds a name and the name servers of
// that zone, by following the delegations from server to server, and sends them
// queries within a budget.
//
// Look here when the wrong zone or the wrong servers are asked (finder.go), when
// delegations or glue are read wrongly (zone.go), or when a search sends too many
// packets or takes too long (servers.go, query.go). What the servers' responses
// mean for a record is decided in package dnscheck.
//
// No resolver is asked for one of a search's OwnNames: it would remember the
// absence of the record (RFC 2308). Resolvers are asked only for what is above the
// name (the name servers of its public suffix) and beside it (the addresses of
// name servers):
//
//	com.            resolver: NS com., addresses of these servers
//	 └ acme.com.    server of com.: referral to the servers of acme.com.
//	    └ _x        server of acme.com.: "SOA acme.com.", so no zone cut below
package delegation
