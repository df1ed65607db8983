// SPDX-License-Identifier: MPL-2.0

// Command hurried is the provider as a process whose time is that of a test, so that
// nobody waits for a service's pauses. Look here only for how it is served: it differs
// from the released command in its clock alone.
package main
