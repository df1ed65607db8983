// SPDX-License-Identifier: MPL-2.0

// Package workos verifies domains of WorkOS organizations through the public
// API (workos.com/docs/reference/domain-verification and the OpenAPI
// description in github.com/workos/openapi-spec).
//
// Look here when WorkOS is asked the wrong thing or its answer is misread.
// adapter.go and its neighbours hold what the contract of package service
// means at WorkOS, client.go the calls, wire.go the JSON, response.go what each
// refusal means. Where WorkOS documents no behaviour, the code says so and is
// right under every plausible one.
//
// PUT /organizations/{id} with domain_data replaces all domains of an
// organization and is never called.
package workos
