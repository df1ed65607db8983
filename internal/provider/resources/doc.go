// SPDX-License-Identifier: MPL-2.0

// Package resources holds the managed resources. For each of them the files are
//
//	<thing>.go          the lifecycle, in the order of the protocol
//	<thing>_schema.go   attributes and their documentation
//	<thing>_model.go    Terraform values to Go values and back
//
// and what several of them share has a name of its own: options.go (the arguments
// that services declare, which no model names), lock.go (one write to an object at a
// time), private_state.go (notes from one plan to the next, or to the apply),
// lockout_plan.go (the lockout guard at plan), existing_domain.go, replaced_token.go
// (creations and replacements that the plan refuses), timeouts.go.
//
// Look here for what a resource plans and applies. Every resource has the same
// methods, cut into the same paragraphs. What the service does is in package
// service, the way to a verified domain in verification, texts in diagnostics.
// After a change of a schema: make generate.
package resources
