// SPDX-License-Identifier: MPL-2.0

// Package filecheck fetches the file by which a service verifies a domain over
// HTTP, as the service would fetch it, and reports what it found.
//
// Look here when a question is about the method http_file: which redirects
// count, how large a file may be, what "the file is there" means. It is the
// sibling of dnscheck for records; it knows neither Terraform nor a service.
//
// Verdicts and their sentences are in report.go, the fetch and its bounds in
// client.go and redirect.go.
package filecheck
