// SPDX-License-Identifier: MPL-2.0

// Package provider is the Terraform surface: schemas, lifecycles, diagnostics.
// It holds no HTTP, no DNS packets and no waits; it calls package service for what
// a SaaS service does, verification for the way to a verified domain, and dnscheck
// for what is published.
//
// Look here for anything a Terraform user sees. For every type the files are
//
//	<thing>_resource.go   the lifecycle, in the order of the protocol
//	<thing>_schema.go     attributes and their documentation
//	<thing>_model.go      Terraform values to Go values and back
//
// and for a data source or an ephemeral resource likewise, with _data_source.go or
// _ephemeral.go. Functions are in package functions. Beside them stand
//
//	provider*.go, service_*.go   the provider block, the environment, the clients
//	diagnostics*.go              all wording of errors and warnings, by theme
//	identity.go, import.go       identities of resources, and their import
//	run_*.go, guard_plan.go      what one run knows about all its resources
package provider
