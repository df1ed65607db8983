// SPDX-License-Identifier: MPL-2.0

// Package figures measures what the waits of a fleet cost, and how fast they are: a
// thousand domains on four servers each, in virtual time and memory. Its benchmark prints
// one line of JSON per figure:
//
//	{"name":"…","value":0,"unit":"packets","goal":"<= 0","ok":true}
//
// A figure that is missed is reported and fails nothing. A smaller fleet is held to the same
// goals by a test.
package figures
