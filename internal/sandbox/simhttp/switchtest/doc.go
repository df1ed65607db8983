// SPDX-License-Identifier: MPL-2.0

// Package switchtest holds the switches of a simulator to their promise: each
// setting can be seen from outside, and no two of them look the same. Only tests
// import it.
//
// Look here when a switch of a simulator is added: it needs a story.
package switchtest
