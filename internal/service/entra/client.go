// SPDX-License-Identifier: MPL-2.0

package entra

import (
	"context"
	"errors"
	"net/http"
	"net/url"

	"github.com/domainverify/terraform-provider-domainverify/internal/httpapi"
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
	return readPages[domainObject](ctx, c, domainsPath)
}

func (c client) get(ctx context.Context, domain string) (found domainObject, err error) {
	err = c.graph.Read(ctx, http.MethodGet, pathOf(domain, ""), nil, &found)
	return found, err
}

// add sends the only member that may be set (wire/entra.md 1.2).
func (c client) add(ctx context.Context, domain string) (added domainObject, err error) {
	err = c.graph.Write(ctx, http.MethodPost, domainsPath, map[string]string{"id": domain}, &added)
	return added, err
}

func (c client) records(ctx context.Context, domain string) ([]*record, error) {
	return readPages[record](ctx, c, pathOf(domain, "/verificationDnsRecords"))
}

// verify does not send forceTakeover, which is for what a plain verify refuses.
func (c client) verify(ctx context.Context, domain string) (verified domainObject, err error) {
	err = c.graph.Write(ctx, http.MethodPost, pathOf(domain, "/verify"), nil, &verified)
	return verified, err
}

func (c client) references(ctx context.Context, domain string) ([]*reference, error) {
	return readPages[reference](ctx, c, pathOf(domain, "/domainNameReferences"))
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
	return readPages[tenantObject](ctx, c, "/v1.0/organization")
}

// discover asks the login host who has a name.
func (c client) discover(ctx context.Context, name string) (found openIDConfiguration, err error) {
	err = c.login.Read(ctx, http.MethodGet, "/"+url.PathEscape(name)+"/v2.0/.well-known/openid-configuration", nil, &found)
	return found, err
}

// page is one page of a list.
type page[T any] struct {
	// Value may have null members, which are nothing.
	Value *[]*T  `json:"value"`
	Next  string `json:"@odata.nextLink"`
}

// readPages reads a list to its end. A list that is cut short would make what follows
// seem to be missing, so that every doubt is an error.
func readPages[T any](ctx context.Context, c client, path string) (items []*T, err error) {
	const mostEmpty = 3 // in a row
	empty, seen := 0, map[string]bool{}
	for next := path; next != ""; {
		var one page[T]
		if err := c.graph.Read(ctx, http.MethodGet, next, nil, &one); err != nil {
			return nil, err
		}
		if one.Value == nil {
			return nil, c.graph.Unreadable(http.MethodGet, path, errors.New("the response does not contain a list"))
		}
		seen[next] = true
		before := len(items)
		for _, item := range *one.Value {
			if item != nil {
				items = append(items, item)
			}
		}
		if empty++; len(items) > before {
			empty = 0
		}
		if next, err = c.nextPath(one.Next); err != nil || seen[next] || empty > mostEmpty {
			return nil, c.graph.Unreadable(http.MethodGet, path, errors.Join(errors.New("the link to the next page leads to another host, back, or nowhere"), err))
		}
	}
	return items, nil
}

// nextPath is the link to the next page, which has to be at the same origin: the access
// token goes with it.
func (c client) nextPath(link string) (string, error) {
	if link == "" {
		return "", nil
	}
	parsed, err := url.Parse(link)
	if err != nil || parsed.Scheme != c.base.Scheme || parsed.Host != c.base.Host {
		return "", errors.New("it is not followed")
	}
	return parsed.RequestURI(), nil
}
