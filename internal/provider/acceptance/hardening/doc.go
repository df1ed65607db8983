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
// The crash matrix ([RunCrashes]) ends the run itself at every call (crash.go): the
// provider or Terraform is killed, or interrupted once or twice. What Terraform leaves
// in state then is modelled by plugintest, and [Sample] holds that to a real one.
//
// The races ([Races]) let something else happen before each call: another process that
// applies or destroys the same domain or another one, wholly or up to a call of its own,
// and each change that a simulator lets others make. Nothing is released by a run that
// was not asked to, and what is left is what one run after the other leaves, or the error
// that race_outcome.go names.
//
// Providers and sandbox run in this process and wait in virtual time. A service stands
// in the matrices by one call of each with its [Subject]. Cells for which the promise is
// another one are in exception.go, with the reason.
//
// `make hardening` plays every cell and prints a table of each matrix, `make test` a sample of them.
package hardening
