// SPDX-License-Identifier: MPL-2.0

// Package google is the adapter of Google Site Verification. What is known of that API,
// and how well, is in docs/design/wire/google.md.
//
// Look here when Google gets a wrong request or its response is misread. client.go has
// the operations, wire.go the JSON, response.go what a refusal means; credentials.go reads
// credentials and token_source.go makes access tokens of them; the other files are named
// after the operation of package service or the thing that they hold. Where Google
// documents no behaviour, the code is right under every plausible one.
//
// Google registers nothing before a verification: adding a domain makes no call, and a
// domain that is not in the list of these credentials is not verified by them. A token
// belongs to the credentials that ask for it. The owners of a domain, which are addresses
// of people, are never read.
package google
