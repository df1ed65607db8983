// SPDX-License-Identifier: MPL-2.0

package httpapi_test

import (
	"errors"
	"net/http"
	"testing"

	"github.com/domainverify/terraform-provider-domainverify/internal/httpapi"
	"github.com/domainverify/terraform-provider-domainverify/internal/poll/polltest"
)

func TestRenewedTokenThatWasNotAcceptedIsNotRenewedAgain(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		status   int
		kind     httpapi.Kind
		accepted bool
	}{
		"success":                    {200, httpapi.AsStatus, true},
		"refusal for another reason": {404, httpapi.AsStatus, true},
		"refusal told by the body":   {200, httpapi.Refused, true},
		"token refused":              {401, httpapi.TokenRefused, false},
		"role of the user":           {401, httpapi.NotTokenRefused, false},
		"rate limited":               {200, httpapi.Throttled, false},
		"failure of the server":      {503, httpapi.AsStatus, false},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			source, requests := refreshing(t, &polltest.Clock{}, issue)
			guarded, classify := httpapi.GuardRenewals(source, func(int, http.Header, []byte) httpapi.Classification {
				return httpapi.Classification{Kind: test.kind}
			})
			renewed, err := guarded.Renew(t.Context(), "refused")
			if err != nil {
				t.Fatal(err)
			}
			classify(test.status, nil, nil)
			_, err = guarded.Renew(t.Context(), renewed)
			if test.accepted != (err == nil) || err != nil && !errors.Is(err, httpapi.ErrNotRenewable) {
				t.Errorf("renewing once more: %v", err)
			}
			if want := map[bool]int32{true: 2, false: 1}[test.accepted]; requests.Load() != want {
				t.Errorf("%d token requests, want %d", requests.Load(), want)
			}
		})
	}
}
