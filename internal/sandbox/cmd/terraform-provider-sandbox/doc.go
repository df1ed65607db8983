// SPDX-License-Identifier: MPL-2.0

// Command terraform-provider-sandbox is the provider binary that Terraform starts in the demo and in acceptance tests
// with a real CLI. Look here only for how it is served; everything it does is in package dnsprovider.
package main
