// SPDX-License-Identifier: MPL-2.0

// Package acceptance tests whole configurations of the provider on the sandbox,
// one file per subject. It holds tests only.
//
// Three things run a story, from the cheapest on:
//
//   - world.run plays Terraform's part of the plugin protocol (internal/plugintest):
//     milliseconds a step. It makes the calls that a real Terraform makes, which
//     TestStepsMakeTheSameCallsWithTerraformAsWithoutIt shows.
//   - world.runTerraform takes the same steps to a real Terraform or OpenTofu, for
//     what plugintest does not know (see there).
//   - workspace is a folder in which a test calls the CLI itself, for options,
//     order, saved plans and what is printed.
//
// The providers run in the test's process, so that the race detector sees them,
// except where a run is to be cut off (newWorkspaceOfProcesses), which starts the
// command hurried, the provider with the clock of the test. Provider and sandbox wait
// by virtual clocks, or by one hurried clock where a CLI takes part.
//
// With TF_ACC=1 and DOMAINVERIFY_ACC_LIVE set to a domain that may be added and
// released, TestLiveDomainGoesFromNothingToVerifiedAndBack runs against the real
// service that the provider's environment variables name instead, and publishes
// through the RFC 2136 server that the SANDBOX_DNS_* variables name; the others
// need the simulator and are skipped.
//
// There are more than thirty files, since a subject of its own reads better than two in
// one file, and each service has a world and stories of its own.
package acceptance
