// SPDX-License-Identifier: MPL-2.0

// Package diagnostics has the texts of the errors and warnings that a Terraform user
// reads, one file for each theme. Summaries are in summaries.go and stay as they are;
// details say what was attempted on which object, what was seen, and what to do.
//
// Look here to change a text. Callers hand over what is wrong, as values and
// errors of a type, and never a sentence of their own. Nothing is decided here,
// and no request is made. Texts about what a validator or a function refuses are
// there; those about what a wait saw last are in package verification. Text of foreign origin goes
// through package displaytext, and every diagnostic is made by package documented.
package diagnostics
