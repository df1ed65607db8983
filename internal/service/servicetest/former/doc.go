// SPDX-License-Identifier: MPL-2.0

// Package former is what every service has to pass: the promises of
// package service as test cases, run against the service's simulator.
//
// Look here when a promise of the contract changes, or when a new service is
// written: its tests implement World and call Run. What only one service
// promises is tested beside that service. Only tests may import this package.
package former
