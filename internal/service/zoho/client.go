// SPDX-License-Identifier: MPL-2.0

package zoho

import (
	"context"
	"encoding/json"
	"net/http"
	"net/url"
	"strings"

	"github.com/domainverify/terraform-provider-domainverify/internal/httpapi"
)

// client makes the calls of one organization, one method per endpoint; no
// method repeats anything or reads meaning into a refusal.
type client struct {
	api            *httpapi.Client
	organizationID string
}

// call returns the data of the envelope.
func (c client) call(ctx context.Context, method, path string, input any) (envelope, error) {
	var body json.RawMessage
	err := c.api.Call(ctx, method, c.organizationPath()+path, input, &body)
	return openEnvelope(body), err
}

func (c client) organizationPath() string {
	return "/api/organization/" + url.PathEscape(c.organizationID)
}

func domainPath(name string) string { return "/domains/" + url.PathEscape(name) }

func (c client) domains(ctx context.Context) (json.RawMessage, error) {
	answer, err := c.call(ctx, http.MethodGet, "/domains", nil)
	return answer.Data, err
}

func (c client) domain(ctx context.Context, name string) (domainObject, error) {
	answer, err := c.call(ctx, http.MethodGet, domainPath(name), nil)
	shown, _ := asDomainObject(answer.Data)
	return shown, err
}

func (c client) addDomain(ctx context.Context, name string) (domainObject, error) {
	answer, err := c.call(ctx, http.MethodPost, "/domains", addRequest{DomainName: name})
	shown, _ := asDomainObject(answer.Data)
	return shown, err
}

// verifyDomain asks for a verification under one of its two documented
// addresses.
func (c client) verifyDomain(ctx context.Context, name, mode string, form verifyForm) (envelope, error) {
	return c.call(ctx, http.MethodPut, domainPath(name)+string(form), modeRequest{Mode: mode})
}

func (c client) setMode(ctx context.Context, name, mode string) error {
	return c.api.Call(ctx, http.MethodPut, c.organizationPath()+domainPath(name), modeRequest{Mode: mode}, nil)
}

// deleteDomain reports whether the answer is the documented one, an envelope that
// says success; clients have met answers without any body.
func (c client) deleteDomain(ctx context.Context, name string) (confirmed bool, err error) {
	var body json.RawMessage
	err = c.api.Call(ctx, http.MethodDelete, c.organizationPath()+domainPath(name), nil, httpapi.Optional(&body))
	return err == nil && openEnvelope(body).Code == http.StatusOK, err
}

// organizationName needs a scope of another family than everything else. zoid is
// the organization that the answer is about, or "".
func (c client) organizationName(ctx context.Context) (name, zoid string, err error) {
	answer, err := c.call(ctx, http.MethodGet, "", nil)
	return textOf(answer.member("orgName")), textOf(answer.member(fieldOrganization)), err
}

// scopeOf names the scope that a request needs.
func scopeOf(method, path string) string {
	if !strings.Contains(path, "/domains") {
		return "ZohoMail.partner.organization.READ"
	}
	return "ZohoMail.organization.domains." + map[string]string{
		http.MethodPost: "CREATE", http.MethodGet: "READ", http.MethodPut: "UPDATE", http.MethodDelete: "DELETE",
	}[method]
}
