// SPDX-License-Identifier: MPL-2.0

// Package recordvalue compares the value of a DNS record with the expected one,
// and quotes values for people to read.
//
// Look here when a value that is almost right is named with the wrong mistake, or
// is hard to read in a report. It is pure: it knows no server and sends nothing.
// Which names and servers a value is read from is decided in package dnscheck.
package recordvalue
