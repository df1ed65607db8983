// SPDX-License-Identifier: MPL-2.0

// Package figures counts the calls of a service that a plan of many domains makes. Its benchmark
// prints one line of JSON for each figure. The providers run in this process, over the plugin
// protocol alone: Terraform would make the same calls, and take minutes. What the machine
// decides is measured with a real Terraform (internal/sandbox/cmd/demo, -measure).
package figures
