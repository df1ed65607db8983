// SPDX-License-Identifier: MPL-2.0

package google

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"

	"github.com/domainverify/terraform-provider-domainverify/internal/httpapi"
	"github.com/domainverify/terraform-provider-domainverify/internal/service"
	"github.com/domainverify/terraform-provider-domainverify/internal/service/adapter"
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
	err = c.api.Read(ctx, http.MethodPost, "/token", map[string]any{"site": siteOf(domain), "verificationMethod": verificationMethod(method)}, &issued)
	return issued, err
}

func (c client) list(ctx context.Context) ([]webResource, error) {
	var listed resourceList
	err := c.api.Read(ctx, http.MethodGet, "/webResource", nil, &listed)
	return listed, err
}

// insert takes a success that is not about the domain for one whose outcome is open
// (invariant 18).
func (c client) insert(ctx context.Context, domain string, method service.Method) error {
	var inserted webResource
	path := "/webResource?verificationMethod=" + verificationMethod(method)
	err := c.api.Write(ctx, http.MethodPost, path, map[string]any{"site": siteOf(domain)}, &inserted)
	if name, _, isKnown := inserted.domain(); err == nil && (name != domain || !isKnown) {
		return c.api.Unreadable(http.MethodPost, path, fmt.Errorf("it is about %q", adapter.Shorten(inserted.Site.Identifier)))
	}
	return err
}

// delete sends the ID encoded once: encoded twice it is another one (wire/google.md 1.2).
// Its success is 204; another one needs a body to count as a response of this API.
func (c client) delete(ctx context.Context, domain string) error {
	return c.api.Write(ctx, http.MethodDelete, "/webResource/"+url.QueryEscape(resourceID(domain)), nil, new(json.RawMessage))
}
