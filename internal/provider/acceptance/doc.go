// SPDX-License-Identifier: MPL-2.0

// Package acceptance tests the provider through a real Terraform or OpenTofu,
// one file per type or story. It holds tests only.
//
// The tests run on the sandbox, in process. With TF_ACC=1 and
// DOMAINVERIFY_ACC_LIVE set to a domain that may be added and released,
// live_test.go runs against the real service that the provider's environment
// variables name instead, and publishes through the RFC 2136 server that the
// SANDBOX_DNS_* variables name; the others need the simulator and are skipped.
package acceptance
