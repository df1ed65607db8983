// SPDX-License-Identifier: MPL-2.0

// Package documented makes the errors and warnings that a Terraform user reads. Each ends
// with the path of the section that explains it in the guide "When a verification fails":
// that of the cause that it names, that of the class of a service's error, or else that of
// its summary.
//
// Look here to change what the last line says. A new summary, class of errors or cause
// needs a section in templates/guides/when-a-verification-fails.md; a test of this package
// says which is missing. The texts themselves are in package diagnostics, and in the
// validators.
package documented
