// SPDX-License-Identifier: MPL-2.0

package httpapi

import (
	"context"
	"net/url"
)

// assertionType is that of an assertion that proves the client (RFC 7523 section 2.2).
const assertionType = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"

// ClientCredentials is the grant of a client that acts for itself (RFC 6749 section 4.4).
// It is proved by TokenConfig.ClientSecret or, where assertion is not nil, by what that
// returns for each request anew.
func ClientCredentials(scope string, assertion func(context.Context) (string, error)) Grant {
	return Grant{Form: func(ctx context.Context) (url.Values, error) {
		form := url.Values{"grant_type": {"client_credentials"}, "scope": {scope}}
		if assertion == nil {
			return form, nil
		}
		proof, err := assertion(ctx)
		if err != nil {
			return nil, err
		}
		form.Set("client_assertion_type", assertionType)
		form.Set("client_assertion", proof)
		return form, nil
	}}
}

// assertions are the members of a token request that prove who asks, and so are secret
// for as long as they are valid (RFC 7521 sections 4.1 and 4.2).
func assertions(form url.Values) []string {
	return append(form["client_assertion"], form["assertion"]...)
}
