// SPDX-License-Identifier: MPL-2.0

// Package dnsprovider is the small Terraform provider "sandbox", which stands where a user has the providers of his own
// DNS host and web host, in the demo and the tests. It has two resources: sandbox_dns_record_set publishes records by
// RFC 2136, sandbox_web_file publishes files by PUT.
//
// Look here when the demo publishes records or files wrongly, or when it should publish a type it cannot publish yet.
// What is where:
//
//   - provider*.go: the provider block and its environment variables
//   - record_set_*.go: the resource; lifecycle and import, schema, model, plan and validation
//   - owner_name.go, record_value.go: what a user writes, and what it is in DNS
//   - client.go, client_update.go: the DNS messages
//   - web_file_*.go, web_client.go: the file's lifecycle and schema, and its HTTP requests
//   - diagnostics.go: every error text a user sees
//
// Records work with any server that takes RFC 2136 updates, files with any that takes PUT and DELETE with a bearer
// token at the file's own path. It knows nothing of packages dnssim and websim, so that they check each other; only its
// tests start them. It must not learn anything of the services.
package dnsprovider
