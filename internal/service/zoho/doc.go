// SPDX-License-Identifier: MPL-2.0

// Package zoho verifies domains of Zoho Mail organizations through the organization
// API. docs/design/wire/zoho.md has what is known of it, with sources.
//
// Look here when Zoho gets a wrong request or its response is misread. add.go,
// challenge.go, verify.go, release.go, read.go and record.go hold the operations of
// package service, client.go the calls, wire.go the JSON, response.go what a response
// means. Special to Zoho are accounts_server.go (access tokens), data_center.go (hosts),
// failed_verification.go and hosting.go (mail). Zoho documents little beyond success and
// contradicts itself in places; there the code says so and is right under every
// plausible behavior.
//
// Verifying a domain claims it, and deleting it is the only way to give it back. Mail
// hosting is disabled for that when asked to, never unasked.
package zoho
