// SPDX-License-Identifier: MPL-2.0

// Package examples has one world for each cause that package dnscheck tells apart, and
// holds the examples of the guide "When a verification fails" to what is reported there.
//
// Look here when a cause is added or worded anew: the test prints the line that the guide
// has to show. There is nothing here but the test.
package examples
