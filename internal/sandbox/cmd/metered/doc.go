// SPDX-License-Identifier: MPL-2.0

// Command metered runs a provider for Terraform and notes what it has used, as one line of JSON
// in the file that METERED_TO names: the CPU time of its process, and the most memory that it
// held. The provider is the one of the same name in the folder METERED_PROVIDERS.
package main
