// SPDX-License-Identifier: MPL-2.0

// Package displaytext makes text of foreign origin safe to show: on a terminal,
// in a log line and in an attribute. It imports nothing of the project.
//
// Look here when something that a service, a DNS server or a web server sent
// can change how a terminal shows what follows it.
package displaytext
