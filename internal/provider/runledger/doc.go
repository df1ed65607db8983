// SPDX-License-Identifier: MPL-2.0

// Package runledger is what one run of the provider knows about all of its
// resources. Terraform shows a provider one resource at a time and no addresses,
// so renames, replacements, two resources for one object and the order of
// releases show only when the plans of several resources are compared.
//
// Look here when a plan takes a rename for a replacement, reports a conflict
// that is none, or misses one. The ledger knows objects by kind and ID and no
// resource model; it has no texts and makes no requests. All methods
// may be called concurrently, in whatever order Terraform visits the resources.
package runledger
