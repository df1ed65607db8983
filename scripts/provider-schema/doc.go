// SPDX-License-Identifier: MPL-2.0

// Command provider-schema prints the schemas of the provider as JSON, in the format
// of "terraform providers schema -json"
// (developer.hashicorp.com/terraform/cli/commands/providers/schema).
//
// The documentation is generated from it rather than from the output of a CLI, since
// what a CLI prints depends on its version: older ones leave out identities, list
// resources and actions. Look here when a new kind of object is missing in docs/.
package main
