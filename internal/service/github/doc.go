// SPDX-License-Identifier: MPL-2.0

// Package github verifies domains of GitHub organizations and enterprises through the
// GraphQL API. What is known of that API, and how well, is in
// docs/design/wire/github.md.
//
// Look here when GitHub gets a wrong request or its response is misread. client.go has
// the operations, wire.go the JSON, response.go what a refusal means; the other files
// are named after the operation of package service or the thing that they hold. Where
// GitHub documents no behaviour, the code is right under every plausible one.
//
// Name and value of the record come from GitHub and are never built: the form of the
// name has changed twice.
//
// The mutation approveVerifiableDomain is never called. An approval lets notifications go
// to the addresses of a domain without any proof that the domain is the organization's,
// which is not what a resource named verification may do, and no mutation takes it back
// but the deletion of the domain.
package github
