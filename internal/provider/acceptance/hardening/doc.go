// SPDX-License-Identifier: MPL-2.0

// Package hardening holds whole runs of the provider to its promise: whatever goes
// wrong in a run, the next one converges. Only tests import it.
//
// The fault matrix ([Run]) is generated: an undisturbed run of a service's
// configuration says which calls there are, and every call meets every kind of fault
// (kinds.go), for as long as each span says. After the spoilt run comes a clean one.
// What the service holds, what the DNS serves and what is in state then equal what an
// undisturbed run leaves, up to the names that the service makes up.
//
// The races ([Races]) let something else happen before each call: another process that
// applies or destroys the same domain or another one, wholly or up to a call of its own,
// and each change that a simulator lets others make. Nothing is released by a run that
// was not asked to, and what is left is what one run after the other leaves, or the error
// that race_outcome.go names.
//
// Providers and sandbox run in this process and wait in virtual time. A service stands
// in the matrix by one call of Run, and one of Races, with its [Subject].
//
// `make hardening` plays every cell and prints a table, `make test` a sample of them.
package hardening
