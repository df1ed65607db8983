// SPDX-License-Identifier: MPL-2.0

// Package dnsprovider is the small Terraform provider "sandbox" with one resource, sandbox_dns_record_set, which
// publishes records by RFC 2136. In the demo and the tests it stands where a user has the provider of his DNS host.
//
// Look here when the demo publishes records wrongly, or when it should publish a type it cannot publish yet. What is where:
//
//   - provider*.go: the provider block and its environment variables
//   - record_set_*.go: the resource; lifecycle, schema, model, plan, validation and import each in their file
//   - owner_name.go, record_value.go: what a user writes, and what it is in DNS
//   - client*.go: the DNS messages
//   - diagnostics.go: every error text a user sees
//
// It works with any server that takes RFC 2136 updates and knows nothing of package dnssim, so that the two check each
// other; only its tests start a DNS world. It must not learn anything of the services.
package dnsprovider
