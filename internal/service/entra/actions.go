// SPDX-License-Identifier: MPL-2.0

package entra

import (
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"net/url"
	"time"

	"github.com/domainverify/terraform-provider-domainverify/internal/httpapi"
	"github.com/domainverify/terraform-provider-domainverify/internal/service"
)

const (
	// federatedAudience is what Microsoft expects in tokens of other issuers
	// (wire/entra.md 5).
	federatedAudience = "api://AzureADTokenExchange"
	// actionsTokenLasts is less than what tokens of GitHub Actions are valid for, which
	// the response does not tell.
	actionsTokenLasts = time.Minute
)

// actionsAssertion returns the tokens of a run of GitHub Actions.
func actionsAssertion(values service.Values, endpoint httpapi.TokenConfig) (func(context.Context, string) (string, error), error) {
	address, err := url.Parse(values[settingOIDCRequestURL])
	if err == nil {
		plain := *address
		plain.RawQuery = ""
		_, err = httpapi.ParseBaseURL(plain.String())
	}
	if err != nil {
		return nil, &service.SettingError{Setting: settingOIDCRequestURL, Reason: "it is not an https URL, as ACTIONS_ID_TOKEN_REQUEST_URL is in a job with the permission id-token: write"}
	}
	query := address.Query()
	query.Set("audience", federatedAudience)
	address.RawQuery = query.Encode()
	endpoint.TokenURL = address
	endpoint.Exchange = &httpapi.Exchange{
		Request: func(ctx context.Context) (*http.Request, error) {
			request, err := http.NewRequestWithContext(ctx, http.MethodGet, address.String(), http.NoBody)
			if err != nil {
				return nil, err
			}
			request.Header.Set("Authorization", "Bearer "+values[settingOIDCRequestToken])
			request.Header.Set("Accept", "application/json")
			return request, nil
		},
		Token: func(body []byte) (string, time.Duration, error) {
			var issued struct {
				Value string `json:"value"`
			}
			err := json.Unmarshal(body, &issued)
			return issued.Value, actionsTokenLasts, err
		},
	}
	source := httpapi.NewTokenEndpoint(endpoint)
	return func(ctx context.Context, _ string) (string, error) {
		token, err := source.Token(ctx)
		if noToken, ok := errors.AsType[*httpapi.TokenError](err); ok {
			refused := unusable(settingOIDCRequestToken, "GitHub Actions issued no token: "+noToken.Error())
			refused.Advice = "Check that the job has the permission id-token: write, and that it is still running."
			return "", refused
		}
		return token, err
	}, nil
}
