// SPDX-License-Identifier: MPL-2.0

package entra

import (
	"context"
	"errors"

	"github.com/domainverify/terraform-provider-domainverify/internal/httpapi"
	"github.com/domainverify/terraform-provider-domainverify/internal/service"
)

// federatedAudience is what Microsoft expects in tokens of other issuers
// (wire/entra.md 5).
const federatedAudience = "api://AzureADTokenExchange"

// actionsAssertion returns the tokens of a run of GitHub Actions.
func actionsAssertion(values service.Values, endpoint httpapi.TokenConfig) (func(context.Context, string) (string, error), error) {
	source, err := httpapi.ActionsTokens(values[settingOIDCRequestURL], values[settingOIDCRequestToken], federatedAudience, endpoint)
	if err != nil {
		return nil, &service.SettingError{Setting: settingOIDCRequestURL, Reason: "it is not an https URL, as ACTIONS_ID_TOKEN_REQUEST_URL is in a job with the permission id-token: write"}
	}
	return func(ctx context.Context, _ string) (string, error) {
		token, err := source.Token(ctx)
		if noToken, ok := errors.AsType[*httpapi.TokenError](err); ok && noToken.Refused.IsForGood() {
			refused := unusable(settingOIDCRequestToken, "GitHub Actions issued no token: "+noToken.Error())
			refused.Advice = "Check that the job has the permission id-token: write, and that it is still running."
			return "", refused
		}
		return token, err
	}, nil
}
