// SPDX-License-Identifier: MPL-2.0

// Package displaytext makes text of foreign origin safe to show: record values,
// names in answers, vendors' messages.
//
// Look here when something that a server sent appears in a diagnostic, a log line
// or a report. The package is pure and imports nothing of the project. It
// is for showing only: what is compared or stored is never escaped.
package displaytext
