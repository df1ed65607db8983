// SPDX-License-Identifier: MPL-2.0

// Package provider is the Terraform surface: schemas, lifecycles, diagnostics.
// It holds no HTTP and no DNS packets; it calls package service for what a
// SaaS service says, dnscheck for what the world sees, and poll for waits.
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
