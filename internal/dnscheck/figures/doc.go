// SPDX-License-Identifier: MPL-2.0

// Package figures measures what the DNS engine promises. Its benchmark prints
// one line of JSON per figure:
//
//	{"name":"…","value":0,"unit":"queries","goal":"= 0","ok":true}
//
// Look here when a figure of the documentation is to be checked or changed. All
// of them are taken on the simulator, whose servers share this process and its
// processors, so they are upper bounds. A figure that is missed is reported and
// fails nothing; one that could not be taken fails the benchmark. Those that no
// machine changes are held by tests as well.
package figures
