// SPDX-License-Identifier: MPL-2.0

// Package dnsworld is a network of DNS servers in memory for tests of packages
// dnsquery, delegation and dnscheck: it sends no packet. Together with
// testing/synctest it makes timeouts exact, and costs no time.
//
// Look here for the zones that most tests are about (acme.go), for how a server is
// made to answer (authority.go), and for which packets were sent (network.go).
package dnsworld
