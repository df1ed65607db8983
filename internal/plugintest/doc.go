// SPDX-License-Identifier: MPL-2.0

// Package plugintest runs the steps of an acceptance test on providers in this
// process, over the plugin protocol alone. It takes the steps and the checks of
// terraform-plugin-testing, so that a story moves from one to the other by the
// name of the function that runs it.
//
// A step costs milliseconds in place of about eight Terraform processes, and
// makes the same calls in the same commands: plan, apply, a plan without and one
// with a refresh, and a destroy at the end. Every command configures providers of
// its own. What a provider must not do is checked as Terraform checks it (see
// conformity.go).
//
// Queries and actions, which the CLI of the tests may not know, are run by a Workspace.
//
// It is no Terraform: a configuration has provider, resource, data and locals
// blocks in the order of their dependencies, without meta-arguments except
// depends_on and without functions, and one object is handled at a time. Whatever
// it does not know is an error. What depends on the order in which Terraform
// visits resources, on for_each, lifecycle, moved, removed and import blocks,
// functions, ephemeral resources or a saved plan is shown with a real Terraform.
package plugintest
