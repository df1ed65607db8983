// SPDX-License-Identifier: MPL-2.0

// Package dnscheck says whether a TXT or CNAME record is published, by asking
// the authoritative servers of its zone directly.
//
// Look here when a question is about a record in the DNS: which servers have it,
// what "published" means, and why a record is not seen. Nothing here knows
// Terraform or a verification service, and DNS messages do not leave this folder.
//
// The rule that shapes it: until the record is published, no recursive resolver is
// asked for the record's own name, in any type. A resolver remembers an absence
// (RFC 2308), and the service that asks next may be behind the same resolver.
//
// A check that finds the record missing can be followed by Client.Diagnose,
// which names the cause; one that finds it published, by Client.Security, which
// says what validating resolvers make of it, and by NextUsefulAttempt, which
// says when resolvers have forgotten that the record was missing.
//
//	client.go       configuration and questions
//	check.go        which servers are asked, alias.go for the targets of CNAMEs
//	verdict.go      what one response says about the record, and what a quorum is
//	report.go       the outcome, lines.go for people to read
//	absence.go      how long resolvers may remember an absence
//	budget.go       how many packets checks may send
//	diagnose*.go    causes, finding.go their codes
//	security.go     DNSSEC
//	zone.go         the zone of a name, for callers
//
// Package watch below it checks one record again and again; package delegation finds
// the zone of a name and its servers; package recordvalue compares values; package
// dnsquery sends the queries. Tests run in the simulated network of package dnsworld;
// the folder interop runs them against real servers, and figures measures.
package dnscheck
