// SPDX-License-Identifier: MPL-2.0

// Package hostile holds checks of records against name servers and resolvers that lie.
//
// The cells are generated: an undisturbed check says which queries there are, and each
// of them meets each kind of hostile answer (kinds_test.go). Whatever it meets, a check
// ends in bounded time and packets, finds no record that no server of the zone has, and
// finds the record as soon as the servers are honest.
package hostile
