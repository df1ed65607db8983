// SPDX-License-Identifier: MPL-2.0

package google

import (
	"context"
	"encoding/json"
	"net/http"
	"net/url"

	"github.com/domainverify/terraform-provider-domainverify/internal/httpapi"
	"github.com/domainverify/terraform-provider-domainverify/internal/service"
)

// client makes the calls, one method per operation. A method neither repeats a call nor
// interprets an error.
type client struct{ api *httpapi.Client }

// verificationMethod is Google's name of a method. The old name DNS is not sent.
func verificationMethod(method service.Method) string {
	if method == service.MethodDNSCNAME {
		return "DNS_CNAME"
	}
	return "DNS_TXT"
}

// getToken changes nothing at Google, although it is a POST (wire/google.md 1.3).
func (c client) getToken(ctx context.Context, domain string, method service.Method) (issued tokenResponse, err error) {
	err = c.api.Read(ctx, http.MethodPost, "/token", tokenRequest{siteOf(domain), verificationMethod(method)}, &issued)
	return issued, err
}

func (c client) list(ctx context.Context) (listed resourceList, err error) {
	err = c.api.Read(ctx, http.MethodGet, "/webResource", nil, &listed)
	return listed, err
}

func (c client) insert(ctx context.Context, domain string, method service.Method) (inserted webResource, err error) {
	err = c.api.Write(ctx, http.MethodPost, "/webResource?verificationMethod="+verificationMethod(method), insertRequest{siteOf(domain)}, &inserted)
	return inserted, err
}

// delete sends the ID encoded once: encoded twice it is another one (wire/google.md 1.2).
// Its success is 204; another one needs a body to count as a response of this API.
func (c client) delete(ctx context.Context, domain string) error {
	return c.api.Write(ctx, http.MethodDelete, "/webResource/"+url.QueryEscape(resourceID(domain)), nil, new(json.RawMessage))
}

// withQuotaProject returns a transport whose requests name the project that is billed.
func withQuotaProject(next http.RoundTripper, project string) http.RoundTripper {
	if project == "" {
		return next
	}
	if next == nil {
		next = http.DefaultTransport
	}
	return billed{next, project}
}

type billed struct {
	next    http.RoundTripper
	project string
}

// RoundTrip implements http.RoundTripper, which must not change the request.
func (b billed) RoundTrip(request *http.Request) (*http.Response, error) {
	request = request.Clone(request.Context())
	request.Header.Set("X-Goog-User-Project", b.project)
	return b.next.RoundTrip(request)
}

// CloseIdleConnections is what http.Client looks for in its transport.
func (b billed) CloseIdleConnections() {
	if closer, ok := b.next.(interface{ CloseIdleConnections() }); ok {
		closer.CloseIdleConnections()
	}
}
