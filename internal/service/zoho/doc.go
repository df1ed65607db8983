// SPDX-License-Identifier: MPL-2.0

// Package zoho verifies domains of Zoho Mail organizations through the
// organization API (zoho.com/mail/help/api, section Organization).
//
// Look here when Zoho is asked the wrong thing or its answer is misread.
// adapter.go and its neighbours hold what the contract of package service
// means at Zoho, client.go the calls, envelope.go, words.go and
// domain_object.go the JSON, reading.go and failure.go what each refusal
// means, data_center.go the hosts. Zoho documents little beyond success and
// contradicts itself in places; there the code says so and is right under
// every plausible behaviour.
//
// Verifying a domain claims it, and deleting it is the only way to give it
// back. Mail hosting is switched off for that when asked to, never unasked.
package zoho
