// SPDX-License-Identifier: MPL-2.0

package google

import (
	"context"
	"fmt"

	"github.com/domainverify/terraform-provider-domainverify/internal/service"
	"github.com/domainverify/terraform-provider-domainverify/internal/service/adapter"
)

// Challenge implements adapter.Operations. Asking changes nothing, and the token is the same
// each time as long as the credentials are the same identity's.
func (o *organization) Challenge(ctx context.Context, operation, domain string, method service.Method) (service.Challenge, error) {
	token, err := o.token(ctx, operation, domain, method)
	if err == nil {
		err = o.checkStability(ctx, operation, domain, method, token)
	}
	return service.Challenge{Token: token, Rereadable: true}, err
}

// token asks for the token of a domain.
func (o *organization) token(ctx context.Context, operation, domain string, method service.Method) (string, error) {
	issued, err := o.client.getToken(ctx, domain, method)
	if err != nil {
		return "", o.Failure(ctx, operation, err)
	}
	return o.publishable(operation, method, issued)
}

// publishable is the token of a response, if it is one of the method.
func (o *organization) publishable(operation string, method service.Method, issued tokenResponse) (string, error) {
	if issued.Method != verificationMethod(method) {
		return "", o.WrongIdentity(operation, "the method "+verificationMethod(method), fmt.Sprintf("the method %q", issued.Method))
	}
	token, err := parseToken(method, issued.Token)
	if err != nil {
		return "", adapter.NewError(operation, adapter.Blocked("Google returned a token that cannot be published: "+err.Error(),
			"Nothing was published. Check base_url and a proxy in between, or use the other method."))
	}
	return token, nil
}

// checkStability asks for the first token of a run once more. Google does not say that a
// token stays the same (wire/google.md 1.3); a record of one that does not can never be
// confirmed, and a refresh would change it in each plan.
func (o *organization) checkStability(ctx context.Context, operation, domain string, method service.Method, token string) error {
	unlock, err := o.Lock(ctx, operation, "stability of tokens")
	if err != nil {
		return err
	}
	defer unlock()
	if o.isStable == nil {
		again, err := o.token(ctx, operation, domain, method)
		if err != nil {
			return err
		}
		isStable := again == token
		o.isStable = &isStable
	}
	if *o.isStable {
		return nil
	}
	return adapter.NewError(operation, adapter.Blocked(
		"Google returned two different tokens for the same domain, method and credentials, so that a record of one of them may never be confirmed",
		"Nothing was published. Run Terraform again. If the error persists, verify the domain in Search Console, or check base_url and a proxy in between."))
}
