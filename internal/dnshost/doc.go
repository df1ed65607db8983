// SPDX-License-Identifier: MPL-2.0

// Package dnshost recognizes the company that hosts a DNS zone from the names of
// its name servers, and knows which Terraform resource publishes a record there.
//
// Look here when a host is not recognized or the named resource is wrong. To add
// a host, add a row to hosts_cloud.go (clouds and DNS specialists) or
// hosts_registrar.go (registrars, web hosts, site builders) and a name server
// set to the test, which fails for a row without one. The package is pure: it
// sends no queries.
package dnshost
