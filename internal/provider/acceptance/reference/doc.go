// SPDX-License-Identifier: MPL-2.0

// Command reference is the provider that `make bench` compares the real one with: the same
// resources without any logic, null_resource as hashicorp/null has it, and lookups as
// hashicorp/dns makes them. Whatever these cost is the price of Terraform, of the
// plugin protocol and of the framework. It is no part of a release.
package main
