// SPDX-License-Identifier: MPL-2.0

// Package fourthservice adds one more service and its simulator, in test files
// alone, and holds them to everything that a service of the provider has: schema,
// options, plan, apply, drift, import, destroy, the sandbox's exports and control
// API, and the conformance suite.
//
// Look here for what a service costs at least. A change that makes these tests
// touch another file makes every service dearer.
package fourthservice
