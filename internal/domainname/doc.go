// SPDX-License-Identifier: MPL-2.0

// Package domainname turns what a person writes as a domain into the one form
// that is compared, stored in ids and sent to services: lower-case A-labels
// without a trailing dot.
//
// Look here when two spellings of one domain are treated as different, or when
// a string is accepted or refused as a domain. The package is pure: it does no
// input or output and knows neither Terraform nor any service.
package domainname
