// SPDX-License-Identifier: MPL-2.0

// Package txtrecord knows TXT records as text: how a value is cut into the
// strings of a record and written in zone files, which service a verification
// value belongs to, and how records from several places become the one record
// set that DNS allows per name and type.
//
// Look here when a value is split, quoted or recognized wrongly, or when a
// merged record set holds too much or too little. To teach it a service
// that is none of the provider's, add a row to prefixes_documented.go (the vendor
// says so) or prefixes_published.go (seen in public DNS only); the provider's own
// declare their prefixes themselves, and the caller passes them in. The package is
// pure: it does no input or output and knows neither Terraform nor any service's API.
package txtrecord
