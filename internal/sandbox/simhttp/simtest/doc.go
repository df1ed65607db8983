// SPDX-License-Identifier: MPL-2.0

// Package simtest is the harness of the simulators' own tests: what a simulator sees
// from outside ([Outside]), a client that calls one of its hosts ([Client]), and the proof
// that each setting of each switch can be seen and no two of them look the same ([Story]).
// Only tests import it.
//
// Look here when a switch of a simulator is added: it needs a story.
package simtest
