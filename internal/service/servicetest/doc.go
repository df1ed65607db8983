// SPDX-License-Identifier: MPL-2.0

// Package servicetest is what every service has to pass: the promises of
// package service as test cases, run against the service's simulator. It is also
// the harness in which what only one service promises is tested, beside that
// service: [World] is a simulator with all that surrounds it, [Player] takes a
// domain through its life, [Case] is the story of a fault as a row of a table.
//
// Look here when a promise of the contract changes, or when a new service is
// written: its tests describe it by a [Subject] and call [Run]. Only tests may
// import this package.
package servicetest
