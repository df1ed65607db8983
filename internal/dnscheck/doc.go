// SPDX-License-Identifier: MPL-2.0

// Package dnscheck says whether a TXT or CNAME record is published, by asking
// the authoritative servers of its zone directly.
//
// Look here when a question is about DNS: which zone holds a name, which
// servers serve it, what each of them answers, and what "published" means.
// Nothing here knows Terraform or a verification service, and DNS messages do
// not leave this package. Queries are sent by package dnsquery.
//
// The rule that shapes it: until the record is there, no recursive resolver is
// asked for the record's own name, in any type. A resolver remembers an absence
// (RFC 2308), and the service that asks next may be behind the same resolver.
// Resolvers are asked only for what is above the name (the name servers of its
// public suffix) and beside it (the addresses of name servers); the rest of the
// way down is walked on the authoritative servers themselves.
//
//	com.            resolver: NS com., addresses of these servers
//	 └ acme.com.    server of com.: referral to the servers of acme.com.
//	    └ _x        server of acme.com.: "SOA acme.com.", so no cut below
//
// A check that finds the record missing can be followed by Client.Diagnose,
// which names the cause; one that finds it published, by Client.Security, which
// says what validating resolvers make of it, and by NextUsefulAttempt, which
// says when a resolver forgets that the record was missing.
//
// A change to what counts as published belongs in verdict.go; to the walk in
// discovery.go; to the servers that are asked in ask.go and check.go; to causes in
// the diagnose files. The other files follow from those. The folder interop holds
// all of it to real servers, figures measures it.
//
// The folder has more than thirty files because its tests are here as well: they
// hold whole checks, transports included, to simulated networks (world_test.go).
package dnscheck
