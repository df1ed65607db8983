// SPDX-License-Identifier: MPL-2.0

package entra

import (
	"context"
	"net/http"
	"net/url"

	"github.com/domainverify/terraform-provider-domainverify/internal/httpapi"
	"github.com/domainverify/terraform-provider-domainverify/internal/httpapi/odata"
)

const domainsPath = "/v1.0/domains"

// client makes the calls, one method per operation. A method neither repeats a call nor
// interprets an error. The login host never gets a token.
type client struct {
	graph, login *httpapi.Client
	base         *url.URL
}

func pathOf(domain, action string) string { return domainsPath + "/" + url.PathEscape(domain) + action }

func (c client) list(ctx context.Context) ([]*domainObject, error) {
	return odata.List[domainObject](ctx, c.graph, c.base, domainsPath)
}

func (c client) get(ctx context.Context, domain string) (domainObject, error) {
	return httpapi.Get[domainObject](ctx, c.graph, pathOf(domain, ""))
}

// add sends the only member that may be set (wire/entra.md 1.2).
func (c client) add(ctx context.Context, domain string) (domainObject, error) {
	return httpapi.Post[domainObject](ctx, c.graph, domainsPath, map[string]string{"id": domain})
}

func (c client) records(ctx context.Context, domain string) ([]*record, error) {
	return odata.List[record](ctx, c.graph, c.base, pathOf(domain, "/verificationDnsRecords"))
}

// verify does not send forceTakeover, which is for what a plain verify refuses.
func (c client) verify(ctx context.Context, domain string) (domainObject, error) {
	return httpapi.Post[domainObject](ctx, c.graph, pathOf(domain, "/verify"), nil)
}

func (c client) references(ctx context.Context, domain string) ([]*reference, error) {
	return odata.List[reference](ctx, c.graph, c.base, pathOf(domain, "/domainNameReferences"))
}

func (c client) delete(ctx context.Context, domain string) error {
	return c.graph.Write(ctx, http.MethodDelete, pathOf(domain, ""), nil, nil)
}

// forceDelete always sends the member, whose default is documented in two ways
// (wire/entra.md 10).
func (c client) forceDelete(ctx context.Context, domain string, disableAccounts bool) error {
	return c.graph.Write(ctx, http.MethodPost, pathOf(domain, "/forceDelete"), map[string]bool{"disableUserAccounts": disableAccounts}, nil)
}

func (c client) organization(ctx context.Context) ([]*tenantObject, error) {
	return odata.List[tenantObject](ctx, c.graph, c.base, "/v1.0/organization")
}

// discover asks the login host who has a name.
func (c client) discover(ctx context.Context, name string) (openIDConfiguration, error) {
	return httpapi.Get[openIDConfiguration](ctx, c.login, "/"+url.PathEscape(name)+"/v2.0/.well-known/openid-configuration")
}
