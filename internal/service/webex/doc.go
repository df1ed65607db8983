// SPDX-License-Identifier: MPL-2.0

// Package webex verifies domains of Cisco Webex organizations through the
// documented Domain Management API
// (developer.webex.com/admin/docs/api/v1/api-domain-management) and nothing
// else: no Control Hub back end is called.
//
// Look here when Webex is asked the wrong thing or its answer is misread.
// adapter.go and its neighbours hold what the contract of package service
// means at Webex, client.go the calls, wire.go the JSON, failure.go what each
// refusal means. Where Cisco documents no behaviour, the code says so and is
// right under every plausible one.
package webex
