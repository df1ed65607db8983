// SPDX-License-Identifier: MPL-2.0

// Package workos verifies domains of WorkOS organizations through the public
// API (workos.com/docs/reference/domain-verification and the OpenAPI
// description in github.com/workos/openapi-spec). What is known of that API, and
// how well, is in docs/design/wire/workos.md.
//
// Look here when WorkOS gets a wrong request or its response is misread.
// client.go has the calls, wire.go the JSON, response.go what a refusal means; the
// other files are named after the operation of package service or the abilities of
// WorkOS that they hold. Where WorkOS documents no behaviour, the code says so and is
// right under every plausible one.
//
// PUT /organizations/{id} with domain_data replaces all domains of an
// organization and is never called.
package workos
