// SPDX-License-Identifier: MPL-2.0

// Package webex verifies domains of Cisco Webex organizations through the
// documented Domain Management API
// (developer.webex.com/admin/docs/api/v1/api-domain-management) and nothing
// else: no Control Hub back end is called.
//
// Look here when Webex gets the wrong request or a response is misread. One file
// holds one method of the service contract; client.go holds the calls, wire.go the
// JSON, response.go what each refusal means, inventory.go what is known of the
// domains. What is known of the API is in docs/design/wire/webex.md: where Cisco
// documents no behaviour, the code says so and is right under every plausible one.
package webex
