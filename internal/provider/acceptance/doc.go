// SPDX-License-Identifier: MPL-2.0

// Package acceptance tests the provider through a real Terraform or OpenTofu,
// one file per type or story. It holds tests only.
//
// The tests run on the sandbox, in process. With DOMAINVERIFY_ACC_LIVE set to
// a domain that may be added and released, those that need no simulator run
// against the real service that the provider's environment variables name, and
// publish through the RFC 2136 server that the SANDBOX_DNS_* variables name.
package acceptance
