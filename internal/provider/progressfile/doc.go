// SPDX-License-Identifier: MPL-2.0

// Package progressfile writes what domains wait for to a file, one line of JSON for each
// change, while Terraform itself shows nothing of it.
//
// Look here when a line is missing, torn or reads badly. What is told, and when, is
// decided in package verification (Event). The names of the fields are stable: programs
// read them.
package progressfile
