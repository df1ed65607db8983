// SPDX-License-Identifier: MPL-2.0

// Package entra verifies domains of Microsoft Entra tenants through Microsoft Graph. What
// is known of that API, and how well, is in docs/design/wire/entra.md.
//
// Look here when Microsoft gets a wrong request or its response is misread. client.go has
// the calls, wire.go the JSON, response.go what a refusal means, credentials.go the kinds
// of credentials; the other files are named after the operation of package service or the
// thing that they hold.
//
// The list lags more than reads by ID, and all of them lag behind writes (wire/entra.md 7).
// So what decides is read by ID, and absence is always confirmed in this way.
//
// The token source is the kit's and not Azure's library, which insists on https and on a
// discovery, reads the environment by itself, and asks the tenant when it is made, while
// all that is needed is one form (RFC 6749 section 4.4).
//
// PATCH is never sent: it changes mail and sign-in of others.
package entra
