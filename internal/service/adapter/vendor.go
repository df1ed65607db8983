// SPDX-License-Identifier: MPL-2.0

package adapter

import (
	"github.com/domainverify/terraform-provider-domainverify/internal/httpapi"
	"github.com/domainverify/terraform-provider-domainverify/internal/service"
)

// Vendor is what differs between services when a request fails. All functions may
// be called concurrently.
type Vendor struct {
	// Name is the service's name in configuration and IDs, Company what people call
	// it in a sentence.
	Name, Company string
	// Response finds status, code, message and request ID in a refusal. What it
	// returns is cleaned of secrets and shortened by the caller.
	Response func(*httpapi.StatusError) service.Response
	// Classify says what a refusal means where its operation gives it no meaning of
	// its own.
	Classify func(*httpapi.StatusError) Meaning
	// TokenFailure completes the error of a request that got no access token. The
	// refusal of the token endpoint, if any, is in it already. Nil where
	// credentials are static.
	TokenFailure func(*service.Error, *httpapi.TokenError)
	// AdviceRateLimited is what to do when requests are held back.
	AdviceRateLimited string
	// Redactor removes the configured secrets; nil removes nothing.
	Redactor *httpapi.Redactor
}

// Meaning is a refusal in the terms of package service.
type Meaning struct {
	Class          service.Class
	Reason, Advice string
}

// response is the vendor's response, safe to show. JSON has several spellings for
// a character, so secrets are removed once more after it was decoded, and before
// anything is cut.
func (v *Vendor) response(refused *httpapi.StatusError) service.Response {
	response := v.Response(refused)
	for _, text := range []*string{&response.Code, &response.Message, &response.RequestID} {
		*text = Shorten(v.clean(refused.Clean(*text)))
	}
	if response.Message == "" {
		response.Message = response.Code
	}
	return response
}

func (v *Vendor) clean(text string) string {
	if v.Redactor == nil {
		return text
	}
	return v.Redactor.Clean(text)
}

// ResponseOf returns what the service said in a refusal; zero for other errors.
func (v *Vendor) ResponseOf(err error) service.Response {
	refused, ok := Refused(err)
	if !ok {
		return service.Response{}
	}
	return v.response(refused)
}
