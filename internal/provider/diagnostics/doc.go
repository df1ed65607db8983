// SPDX-License-Identifier: MPL-2.0

// Package diagnostics words the errors and warnings that a Terraform user reads,
// one file for each theme. Summaries are in summaries.go and stay as they are;
// details say what was attempted on which object, what was seen, and what to do.
//
// Look here to change a text. Callers hand over what is wrong, as values and
// errors of a type, and never a sentence of their own. Nothing is decided here,
// and nobody is asked. What a validator or a function refuses is worded there;
// what a wait saw last, in package verification. Text of foreign origin goes
// through package displaytext.
package diagnostics
