// SPDX-License-Identifier: MPL-2.0

package adapter

import (
	"context"
	"net/http"
	"time"

	"github.com/domainverify/terraform-provider-domainverify/internal/httpapi"
	"github.com/domainverify/terraform-provider-domainverify/internal/service"
)

// Vendor is what differs between services when a request fails. All functions may
// be called concurrently.
type Vendor struct {
	// Name is the service's name in configuration and IDs, Company what people call
	// it in a sentence.
	Name, Company string
	// Console is where people look at their domains, as in "the Acme dashboard".
	Console string
	// Parse finds code, message and request ID in the body of a refusal that is a JSON
	// object. Secrets are removed from what it returns, and it is shortened, by the caller.
	Parse func(ErrorBody) service.Response
	// IDHeaders are the headers that may have the request ID. One of them counts for more
	// than the body.
	IDHeaders []string
	// Response takes the place of both where more is needed.
	Response func(*httpapi.StatusError) service.Response
	// Meanings are those of statuses that mean something special at this service, unless
	// the operation gives them another one. Those of the other statuses are the same at
	// every service (StatusMeaning).
	Meanings map[int]Meaning
	// Classify, where it is set, gives a refusal its meaning where that depends on more
	// than the status. The zero Meaning leaves it to the rate limit, then to the status.
	Classify func(*httpapi.StatusError) Meaning
	// TokenFailure completes the error of a request that got no access token. The
	// refusal of the token endpoint, if any, is in it already, and its class is Denied
	// where that is one for good, and Throttled where it is a rate limit. Nil where
	// credentials are static.
	TokenFailure func(*service.Error, *httpapi.TokenError)
	// AdviceRateLimited is what to do when requests are rate limited, where waiting is
	// not all.
	AdviceRateLimited string
	// Redactor removes the configured secrets; nil removes nothing.
	Redactor *httpapi.Redactor
	// Sleep is that of service.Dependencies. Nil: readings that confirm writes do not
	// wait for each other, and repeated writes for nothing.
	Sleep func(context.Context, time.Duration) error
	// Now is that of service.Dependencies. Nil: no reading is ever old.
	Now func() time.Time
}

// response is the vendor's response, safe to show. JSON has several spellings for
// a character, so secrets are removed once more after it was decoded, and before
// anything is cut.
func (v *Vendor) response(refused *httpapi.StatusError) service.Response {
	response := v.parsed(refused)
	for _, text := range []*string{&response.Code, &response.Message, &response.RequestID} {
		*text = Shorten(v.clean(refused.Clean(*text)))
	}
	if response.Message == "" {
		response.Message = response.Code
	}
	return response
}

// ParseRefusal is the Classify of an HTTP client of which every refusal is to be
// parsed once.
func (v *Vendor) ParseRefusal(status int, header http.Header, body []byte) httpapi.Classification {
	if status < http.StatusMultipleChoices {
		return httpapi.Classification{}
	}
	return httpapi.Classification{Parsed: v.parse(header, body)}
}

// parse shows what is no JSON object as a text.
func (v *Vendor) parse(header http.Header, data []byte) (response service.Response) {
	if body, isObject := DecodeErrorBody(data); isObject {
		response = v.Parse(body)
	} else {
		response.Message = PlainText(data)
	}
	for _, name := range v.IDHeaders {
		if id := header.Get(name); id != "" {
			response.RequestID = id
			break
		}
	}
	return response
}

// Parsed is a refusal as ParseRefusal has found it, to be told by: secrets are not removed.
// It is empty where the body broke off.
func Parsed(refused *httpapi.StatusError) service.Response {
	response, _ := refused.Parsed.(service.Response)
	return response
}

// parsed is the response as ParseRefusal has found it. The refusals of a token
// endpoint, and bodies that broke off, did not pass there.
func (v *Vendor) parsed(refused *httpapi.StatusError) service.Response {
	if v.Response != nil {
		return v.Response(refused)
	}
	response, isParsed := refused.Parsed.(service.Response)
	if !isParsed {
		response = v.parse(refused.Header, refused.Body)
	}
	response.Status = refused.Status
	return response
}

func (v *Vendor) clean(text string) string {
	if v.Redactor == nil {
		return text
	}
	return v.Redactor.Clean(text)
}

// ResponseOf returns the response of a refusal, safe to show; zero for other errors.
func (v *Vendor) ResponseOf(err error) service.Response {
	refused, ok := Refused(err)
	if !ok {
		return service.Response{}
	}
	return v.response(refused)
}
