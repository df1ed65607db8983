// SPDX-License-Identifier: MPL-2.0

// Package switchtest is the harness of the simulators' own tests: what a simulator sees
// from outside and a client that calls it ([Outside]), and the proof that each setting of
// each switch can be seen and no two of them look the same. Only tests import it.
//
// Look here when a switch of a simulator is added: it needs a story.
package switchtest
