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
// Functions are in package functions. All wording of errors and warnings is in
// the files diagnostics*.go, reading the provider block and the environment in
// provider_config.go, importing in import.go.
package provider
