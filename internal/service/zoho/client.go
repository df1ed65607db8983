// SPDX-License-Identifier: MPL-2.0

package zoho

import (
	"context"
	"net/http"
	"net/url"
	"strings"

	"github.com/domainverify/terraform-provider-domainverify/internal/httpapi"
	"github.com/domainverify/terraform-provider-domainverify/internal/service/adapter"
)

const organizationsPath = "/api/organization/"

// client makes the calls of one organization, one method per endpoint; no method
// repeats anything.
type client struct {
	api            *httpapi.Client
	organizationID string
}

func (c client) get(ctx context.Context, path string) (*response, error) {
	var parsed any
	err := c.api.Read(ctx, http.MethodGet, c.path(path), nil, httpapi.Parsed(&parsed))
	return responseOf(parsed, err)
}

func (c client) write(ctx context.Context, method, path string, input any) (*response, error) {
	return c.writeFor(ctx, method, path, input, httpapi.Parsed)
}

// writeFor returns an empty response where output lets it be without a body.
func (c client) writeFor(ctx context.Context, method, path string, input any, output func(*any) any) (*response, error) {
	var parsed any
	err := c.api.Write(ctx, method, c.path(path), input, output(&parsed))
	return responseOf(parsed, err)
}

func (c client) path(below string) string {
	return organizationsPath + url.PathEscape(c.organizationID) + below
}

func responseOf(parsed any, err error) (*response, error) {
	if r, ok := parsed.(*response); ok && err == nil {
		return r, nil
	}
	return &response{}, err
}

// orNoBody lets a success be without a body, as clients have met some (wire/zoho.md 2).
func orNoBody(into *any) any { return httpapi.Optional(httpapi.Parsed(into)) }

func domainPath(name string) string { return "/domains/" + url.PathEscape(name) }

func (c client) domains(ctx context.Context) (domains []domainObject, recognized bool, err error) {
	response, err := c.get(ctx, "/domains")
	domains, recognized = domainsIn(response.data)
	return domains, recognized, err
}

// domain returns nil for a success without the domain.
func (c client) domain(ctx context.Context, name string) (domainObject, error) {
	response, err := c.get(ctx, domainPath(name))
	object, _ := asDomainObject(response.data)
	return object, err
}

// addDomain returns nil for a success without the domain.
func (c client) addDomain(ctx context.Context, name string) (domainObject, error) {
	response, err := c.write(ctx, http.MethodPost, "/domains", map[string]string{"domainName": name})
	object, _ := asDomainObject(response.data)
	return object, err
}

// verifyDomain returns a failed check as an error as well where Zoho reports it with
// success. shown is false where a success does not state the outcome. Pages of Zoho
// document two URLs, with and without a suffix; every known client uses the one without
// (wire/zoho.md 1.5).
func (c client) verifyDomain(ctx context.Context, name, mode string, suffixed bool) (shown bool, err error) {
	path := domainPath(name)
	if suffixed {
		path += "/verifyDomain"
	}
	response, err := c.write(ctx, http.MethodPut, path, map[string]string{"mode": mode})
	if err != nil {
		return false, err
	}
	verified, shown := adapter.TruthOf(response.data, "status")
	if shown && !verified || response.has(codeAlreadyVerified) {
		return false, &httpapi.StatusError{Status: http.StatusOK, Parsed: response}
	}
	return shown, nil
}

// setMode changes mail hosting.
func (c client) setMode(ctx context.Context, name, mode string) error {
	_, err := c.writeFor(ctx, http.MethodPut, domainPath(name), map[string]string{"mode": mode}, orNoBody)
	return err
}

// deleteDomain reports whether the response is the documented one, an envelope that
// reports success.
func (c client) deleteDomain(ctx context.Context, name string) (confirmed bool, err error) {
	response, err := c.writeFor(ctx, http.MethodDelete, domainPath(name), nil, orNoBody)
	return response.envelope == http.StatusOK, err
}

// organizationName needs a scope of another family than everything else. zoid is the
// organization that the response is about, or "".
func (c client) organizationName(ctx context.Context) (name, zoid string, err error) {
	response, err := c.get(ctx, "")
	return adapter.TextOf(response.data, "orgName"), adapter.TextOf(response.data, fieldOrganization), err
}

// subjectOf returns what a path is about: an organization, or one domain of it.
func subjectOf(path string) (organizationID string, isAboutDomain bool) {
	organizationID, rest, _ := strings.Cut(strings.TrimPrefix(path, organizationsPath), "/")
	return organizationID, strings.HasPrefix(rest, "domains/")
}

// scopeOf returns the scope that a request needs.
func scopeOf(method, path string) string {
	if !strings.Contains(path, "/domains") {
		return "ZohoMail.partner.organization.READ"
	}
	return "ZohoMail.organization.domains." + map[string]string{
		http.MethodPost: "CREATE", http.MethodGet: "READ", http.MethodPut: "UPDATE", http.MethodDelete: "DELETE",
	}[method]
}
