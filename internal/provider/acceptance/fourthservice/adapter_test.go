// SPDX-License-Identifier: MPL-2.0

package fourthservice_test

import (
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"strings"
	"time"

	"github.com/domainverify/terraform-provider-domainverify/internal/httpapi"
	"github.com/domainverify/terraform-provider-domainverify/internal/service"
	"github.com/domainverify/terraform-provider-domainverify/internal/service/adapter"
)

func definition() service.Definition {
	return service.Definition{
		Name: "fourth", Title: "Fourth", Description: "A service of the tests.",
		Settings: []service.Setting{
			{Name: "organization_id", Description: "The organization.", EnvironmentVariables: []string{"FOURTH_ORGANIZATION_ID"}, Identifying: true},
			{Name: "api_key", Description: "API key.", EnvironmentVariables: []string{"FOURTH_API_KEY"}, Secret: true, Identifying: true},
			{Name: "base_url", Description: "Base URL of the API.", EnvironmentVariables: []string{"FOURTH_BASE_URL"}},
		},
		New: func(values service.Values, deps service.Dependencies) (service.Service, error) {
			base, err := adapter.BaseURL(values, "base_url", "https://api.fourth.example")
			if err != nil {
				return nil, err
			}
			redactor := httpapi.NewRedactor(values["api_key"])
			config := adapter.HTTPConfig(deps, redactor)
			config.BaseURL, config.Tokens = base, httpapi.StaticToken(values["api_key"])
			config.Limiter = adapter.RateLimiter(deps, "fourth", 60)
			made := &fourth{api: httpapi.New(config), vendor: vendor(redactor), organizationID: values["organization_id"]}
			made.organizations = adapter.NewOrganizations(made.organization)
			return made, nil
		},
	}
}

func vendor(redactor *httpapi.Redactor) *adapter.Vendor {
	v := &adapter.Vendor{
		Name: "fourth", Company: "Fourth", AdviceRateLimited: "Wait, then run Terraform again.", Redactor: redactor,
		Response: func(refused *httpapi.StatusError) service.Response {
			var body struct{ Message string }
			_ = json.Unmarshal(refused.Body, &body)
			return service.Response{Status: refused.Status, Message: body.Message}
		},
	}
	v.Classify = func(refused *httpapi.StatusError) adapter.Meaning {
		if refused.Status == http.StatusUnauthorized || refused.Status == http.StatusForbidden {
			return adapter.Meaning{Class: service.Denied, Reason: "Fourth does not accept the API key", Advice: "Check api_key (FOURTH_API_KEY)."}
		}
		return v.StatusMeaning(refused.Status)
	}
	return v
}

var _ service.Service = (*fourth)(nil)

// fourth is the contract of package service.
type fourth struct {
	api            *httpapi.Client
	vendor         *adapter.Vendor
	organizationID string
	organizations  *adapter.Organizations[*organization]
}

type organization struct {
	*adapter.Organization
	api *httpapi.Client
}

func (f *fourth) organization(id string) *organization {
	o := &organization{api: f.api}
	o.Organization = adapter.NewOrganization(f.vendor, id, o.load)
	return o
}

type shownDomain struct{ Name, Token, State string }

func (o *organization) load(ctx context.Context) (service.Snapshot, error) {
	operation := "list the domains of the organization " + o.ID
	var response struct{ Domains []shownDomain }
	if err := o.api.Call(ctx, http.MethodGet, "/domains", nil, &response); err != nil {
		return service.Snapshot{}, o.Failure(ctx, operation, err)
	}
	if response.Domains == nil {
		return service.Snapshot{}, o.MissingContent(operation, "the domains")
	}
	domains := map[string]service.Domain{}
	for _, shown := range response.Domains {
		domains[adapter.CanonicalDomain(shown.Name)] = asDomain(shown)
	}
	return service.Snapshot{Known: true, Complete: true, Domains: domains}, nil
}

func asDomain(shown shownDomain) service.Domain {
	return service.Domain{State: service.State(shown.State), RemoteID: shown.Name, Tokens: map[service.Method]string{service.MethodDNSTXT: shown.Token}}
}

func (o *organization) update(domain string, shown service.Domain) service.Domain {
	o.Inventory.Update(func(snapshot *service.Snapshot) { snapshot.Domains[domain] = shown })
	return shown
}

func (f *fourth) Name() string { return "fourth" }

func (f *fourth) Capabilities() service.Capabilities {
	return service.Capabilities{
		Methods: []service.Method{service.MethodDNSTXT}, PollInterval: 5 * time.Second, MaxPollInterval: time.Minute, Deadline: 10 * time.Minute,
	}
}

func (f *fourth) CanonicalOrganizationID(id string) (string, error) {
	if id = adapter.FirstNonEmpty(id, f.organizationID); id == "" {
		return "", &service.Error{Class: service.Rejected, Operation: "read the organization ID", Reason: "no organization is set", Advice: "Set organization_id."}
	}
	return id, nil
}

func (f *fourth) Publication(_ context.Context, id service.DomainID, method service.Method, token string) (service.Publication, error) {
	if method != service.MethodDNSTXT {
		return service.Publication{}, &service.Error{Class: service.Rejected, Operation: "find what to publish", Reason: "unknown method", Advice: "Use dns_txt."}
	}
	record := &service.Record{Name: id.Domain, Type: "TXT", TTL: 300}
	if token != "" {
		record.Value = recordPrefix + token
	}
	return service.Publication{Record: record}, nil
}

func (f *fourth) ParsePublished(_ service.Method, value string) (token string, ok bool) {
	token, ok = strings.CutPrefix(value, recordPrefix)
	return token, ok && token != ""
}

func (f *fourth) Read(ctx context.Context, id service.DomainID) (service.Domain, error) {
	snapshot, err := f.organizations.Get(id.OrganizationID).Snapshot(ctx, "read the domain "+id.Domain)
	return snapshot.Of(id.Domain), err
}

// begin locks the domain and returns it as it is known.
func (o *organization) begin(ctx context.Context, operation, domain string) (found service.Domain, unlock func(), err error) {
	if unlock, err = o.Lock(ctx, operation, domain); err != nil {
		return service.Domain{}, nil, err
	}
	snapshot, err := o.Snapshot(ctx, operation)
	if err != nil {
		unlock()
		return service.Domain{}, nil, err
	}
	return snapshot.Of(domain), unlock, nil
}

// settle makes a write. When its outcome is ambiguous it reads the domain, and
// makes the write once more unless applied says that it was.
func (o *organization) settle(ctx context.Context, operation, domain string, write func() error, applied func(service.Domain) bool) (found service.Domain, isApplied bool, err error) {
	if err = write(); !httpapi.Ambiguous(err) {
		return service.Domain{}, false, err
	}
	found, readErr := o.Reread(ctx, operation, domain)
	if readErr != nil {
		return found, false, o.AfterAmbiguous(ctx, operation, readErr)
	}
	if applied(found) {
		return found, true, nil
	}
	if err = write(); httpapi.Ambiguous(err) || adapter.IsInterrupted(err) {
		return found, false, o.AfterAmbiguous(ctx, operation, err)
	}
	return found, false, err
}

func (f *fourth) Add(ctx context.Context, id service.DomainID) (service.Domain, error) {
	operation, o := "add the domain "+id.Domain, f.organizations.Get(id.OrganizationID)
	found, unlock, err := o.begin(ctx, operation, id.Domain)
	if err != nil {
		return service.Domain{}, err
	}
	defer unlock()
	if found.State != service.StateAbsent {
		return found, adapter.AlreadyExists(operation, found)
	}
	var shown shownDomain
	found, isApplied, err := o.settle(ctx, operation, id.Domain, func() error {
		return o.api.Call(ctx, http.MethodPost, "/domains", map[string]string{"name": id.Domain}, &shown)
	}, func(found service.Domain) bool { return found.State != service.StateAbsent })
	switch {
	case isApplied:
		return found, nil
	case err != nil:
		return service.Domain{}, o.addFailed(ctx, operation, id, err)
	case shown.Name != id.Domain:
		return service.Domain{}, o.WrongIdentity(operation, id.Domain, shown.Name)
	}
	return o.update(id.Domain, asDomain(shown)), nil
}

func (o *organization) addFailed(ctx context.Context, operation string, id service.DomainID, err error) error {
	failure := o.Failure(ctx, operation, err)
	if typed, ok := errors.AsType[*service.Error](failure); ok && typed.Ambiguous {
		o.Inventory.Invalidate()
		typed.Advice = adapter.AdviceImport("that the organization already has the domain", id)
	}
	return failure
}

func (f *fourth) Challenge(ctx context.Context, id service.DomainID, method service.Method) (service.Challenge, error) {
	operation, o := "get the verification token of "+id.Domain, f.organizations.Get(id.OrganizationID)
	if _, err := f.Publication(ctx, id, method, ""); err != nil {
		return service.Challenge{}, err
	}
	snapshot, err := o.Refresh(ctx, operation)
	if err != nil {
		return service.Challenge{}, err
	}
	token := snapshot.Of(id.Domain).Token(method)
	if token == "" {
		return service.Challenge{}, adapter.DomainMissing(operation)
	}
	publication, err := f.Publication(ctx, id, method, token)
	return service.Challenge{Token: token, Publication: publication, Rereadable: true}, err
}

func (f *fourth) Verify(ctx context.Context, request service.VerifyRequest) (service.Domain, error) {
	domain := request.ID.Domain
	operation, o := "verify the domain "+domain, f.organizations.Get(request.ID.OrganizationID)
	found, unlock, err := o.begin(ctx, operation, domain)
	if err != nil {
		return service.Domain{}, err
	}
	defer unlock()
	switch {
	case found.State.Verified():
		return found, nil
	case found.State == service.StateAbsent:
		return service.Domain{}, adapter.DomainMissing(operation)
	case found.Token(request.Method) != request.Token:
		return service.Domain{}, &service.Error{Class: service.Rotated, Operation: operation, Reason: "the token has changed", Advice: "Run terraform plan."}
	}
	var shown shownDomain
	read, isApplied, err := o.settle(ctx, operation, domain, func() error {
		return o.api.Call(ctx, http.MethodPost, "/domains/"+domain+"/verify", nil, &shown)
	}, func(found service.Domain) bool { return found.State.Verified() })
	switch {
	case isApplied:
		return read, nil
	case httpapi.StatusOf(err) == http.StatusUnprocessableEntity:
		return service.Domain{}, o.Refusal(ctx, operation, err, adapter.Meaning{Class: service.NotYet, Reason: "Fourth does not see the record yet", Advice: "Wait."})
	case err != nil:
		return service.Domain{}, o.Failure(ctx, operation, err)
	}
	return o.update(domain, asDomain(shown)), nil
}

func (f *fourth) Release(ctx context.Context, request service.ReleaseRequest) error {
	domain := request.ID.Domain
	operation, o := "release the domain "+domain, f.organizations.Get(request.ID.OrganizationID)
	found, unlock, err := o.begin(ctx, operation, domain)
	if err != nil {
		return err
	}
	defer unlock()
	if found.State == service.StateAbsent {
		return nil
	}
	_, isApplied, err := o.settle(ctx, operation, domain, func() error {
		return o.api.Call(ctx, http.MethodDelete, "/domains/"+domain, nil, httpapi.Optional(new(json.RawMessage)))
	}, func(found service.Domain) bool { return found.State == service.StateAbsent })
	if err != nil && !isApplied && httpapi.StatusOf(err) != http.StatusNotFound {
		return o.Failure(ctx, operation, err)
	}
	o.Inventory.Update(func(snapshot *service.Snapshot) { delete(snapshot.Domains, domain) })
	return nil
}
