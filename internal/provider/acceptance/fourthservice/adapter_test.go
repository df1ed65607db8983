// SPDX-License-Identifier: MPL-2.0

package fourthservice_test

import (
	"context"
	"encoding/json"
	"net/http"
	"strings"
	"sync"
	"time"

	"github.com/domainverify/terraform-provider-domainverify/internal/httpapi"
	"github.com/domainverify/terraform-provider-domainverify/internal/service"
	"github.com/domainverify/terraform-provider-domainverify/internal/service/adapter"
)

// optionArchive is an argument of domainverify_organization_domain that no other
// service has.
const optionArchive service.OptionName = "archive_on_release"

// optionForce is one that takes something from others.
const optionForce service.OptionName = "force_release"

func definition() service.Definition {
	return service.Definition{
		Name: "fourth", Title: "Fourth", Description: "A service of the tests.",
		Settings: adapter.WithEnvironment("FOURTH_", []service.Setting{
			{Name: "organization_id", Description: "The organization.", Identifying: true},
			{Name: "api_key", Description: "API key.", Secret: true, Identifying: true},
			{Name: "base_url", Description: "Base URL of the API."},
		}),
		Options: []service.Option{{
			Name: optionArchive, Operation: service.OperationRelease, Description: "archive the domain when it is released.",
		}, {
			Name: optionForce, Operation: service.OperationRelease, Dangerous: true, Description: "rename the users of the domain when it is released.",
		}},
		TXTPrefixes: []service.TXTPrefix{{Text: recordPrefix, Source: "https://fourth.example/docs"}},
		New: func(values service.Values, deps service.Dependencies) (service.Service, error) {
			config, err := adapter.ClientConfig(definition(), values, deps, adapter.Defaults{BaseURL: "https://api.fourth.example"})
			if err != nil {
				return nil, err
			}
			vendor := vendor(config)
			config.Tokens, config.Classify = httpapi.StaticToken(values["api_key"]), vendor.ParseRefusal
			api := httpapi.New(config)
			return &fourth{
				OrganizationIDs: adapter.OrganizationIDs{
					Vendor: vendor, Default: values[adapter.SettingOrganizationID], Environment: "FOURTH_ORGANIZATION_ID",
					Canonical: canonicalOrganizationID, Invalid: "is neither the name of an organization nor enterprise:NAME",
				},
				Organizations: adapter.NewOrganizations(func(id string) *organization {
					o := &organization{api: api, now: deps.Now}
					o.Organization = adapter.NewOrganization(vendor, id, o.load)
					return o
				}),
			}, nil
		},
	}
}

// canonicalOrganizationID accepts the two kinds of owners that the service has.
func canonicalOrganizationID(id string) (canonical string, ok bool) {
	id = strings.ToLower(id)
	kind, name, hasKind := strings.Cut(id, ":")
	if !hasKind {
		return id, id != ""
	}
	return id, kind == "enterprise" && name != "" && !strings.Contains(name, ":")
}

func vendor(config httpapi.Config) *adapter.Vendor {
	denied := adapter.Meaning{Class: service.Denied, Reason: "Fourth does not accept the API key", Advice: "Check api_key (FOURTH_API_KEY)."}
	return &adapter.Vendor{
		Name: "fourth", Company: "Fourth", Redactor: config.Redactor, Sleep: config.Sleep,
		Meanings: map[int]adapter.Meaning{http.StatusUnauthorized: denied, http.StatusForbidden: denied},
		Parse:    func(body adapter.ErrorBody) service.Response { return service.Response{Message: body.Text("message")} },
	}
}

var (
	_ service.Service = (*fourth)(nil)
	_ service.Renewer = (*fourth)(nil)
)

// fourth is the contract of package service.
type fourth struct {
	adapter.OrganizationIDs
	*adapter.Organizations[*organization]
}

type organization struct {
	*adapter.Organization
	api *httpapi.Client
	now func() time.Time

	mu sync.Mutex
	// recordNames are what the service has shown, by domain.
	recordNames map[string]string
}

type shownDomain struct {
	Name, Token, State string
	RecordName         string     `json:"record_name"`
	ExpiresAt          *time.Time `json:"expires_at"`
}

func (o *organization) load(ctx context.Context) (service.Snapshot, error) {
	operation := "list the domains of the organization " + o.ID
	var response struct{ Domains []shownDomain }
	if err := o.api.Read(ctx, http.MethodGet, "/domains", nil, &response); err != nil {
		return service.Snapshot{}, o.Failure(ctx, operation, err)
	}
	if response.Domains == nil {
		return service.Snapshot{}, o.MissingContent(operation, "the domains")
	}
	domains := map[string]service.Domain{}
	for _, shown := range response.Domains {
		domains[adapter.CanonicalDomain(shown.Name)] = o.learn(shown)
	}
	return service.Snapshot{Known: true, Complete: true, Domains: domains}, nil
}

// learn keeps the name of the record, which package service has no place for, beside the
// domain.
func (o *organization) learn(shown shownDomain) service.Domain {
	o.mu.Lock()
	defer o.mu.Unlock()
	if o.recordNames == nil {
		o.recordNames = map[string]string{}
	}
	if adapter.IsDomainName(shown.RecordName) {
		o.recordNames[shown.Name] = shown.RecordName
	}
	domain := service.Domain{
		State: service.State(shown.State), RemoteID: shown.Name,
		Tokens: map[service.Method]string{}, TokensExpireAt: map[service.Method]time.Time{},
	}
	if shown.Token != "" {
		domain.Tokens[service.MethodDNSTXT] = shown.Token
	}
	switch {
	case shown.ExpiresAt != nil:
		domain.TokensExpireAt[service.MethodDNSTXT] = *shown.ExpiresAt
	case shown.Token == "" && domain.State == service.StatePending:
		domain.TokensExpireAt[service.MethodDNSTXT] = o.now()
	}
	return domain
}

func (o *organization) recordName(domain string) string {
	o.mu.Lock()
	defer o.mu.Unlock()
	return o.recordNames[domain]
}

func (f *fourth) Capabilities() service.Capabilities {
	return service.Capabilities{
		Methods: []service.Method{service.MethodDNSTXT}, PollInterval: 5 * time.Second, MaxPollInterval: time.Minute, Deadline: 10 * time.Minute,
	}
}

func (o *organization) Publication(ctx context.Context, id service.DomainID, method service.Method, token string) (service.Publication, error) {
	publication, err := o.TXTRecord(id, method, "")
	if err != nil {
		return publication, err
	}
	publication.Record.Name = ""
	if token == "" {
		return publication, nil
	}
	if _, err := o.Snapshot(ctx, "read the record for "+id.Domain); err != nil {
		return service.Publication{}, err
	}
	publication.Record.Name, publication.Record.Value = o.recordName(id.Domain), recordPrefix+token
	return publication, nil
}

func (f *fourth) ParsePublished(_ service.Method, value string) (token string, ok bool) {
	token, ok = strings.CutPrefix(value, recordPrefix)
	return token, ok && token != ""
}

// write makes a call that changes a domain. It reads the outcome where the response
// leaves it open.
func (o *organization) write(ctx context.Context, operation, domain string, call func() error, applied func(service.Domain) bool) (isApplied bool, err error) {
	return o.Settle(ctx, operation, func(bool) (isOpen bool, err error) {
		err = call()
		return httpapi.Ambiguous(err), err
	}, func() (bool, error) {
		found, err := o.Reread(ctx, operation, domain)
		return applied(found), err
	})
}

func (o *organization) Add(ctx context.Context, operation, domain string, known service.Domain) (service.Domain, error) {
	if known.State != service.StateAbsent {
		return known, o.AlreadyExists(operation, known, nil)
	}
	var shown shownDomain
	isApplied, err := o.write(ctx, operation, domain, func() error {
		return o.api.Write(ctx, http.MethodPost, "/domains", map[string]string{"name": domain}, &shown)
	}, func(found service.Domain) bool { return found.State != service.StateAbsent })
	switch {
	case isApplied:
		found, err := o.Find(ctx, operation, domain)
		if err != nil {
			return service.Domain{}, err
		}
		return o.AfterLostAdd(operation, found)
	case adapter.StatusOf(err) == http.StatusConflict:
		found, readErr := o.Reread(ctx, operation, domain)
		if readErr != nil || found.State == service.StateAbsent {
			return service.Domain{}, o.Failure(ctx, operation, err)
		}
		return found, o.AlreadyExists(operation, found, err)
	case err != nil:
		return service.Domain{}, o.WriteFailure(ctx, operation, o.DomainID(domain), err, "that the organization already has the domain")
	case shown.Name != domain:
		return service.Domain{}, o.WrongIdentity(operation, domain, shown.Name)
	}
	added := o.learn(shown)
	o.SetDomain(domain, added)
	return added, nil
}

func (o *organization) Challenge(ctx context.Context, operation, domain string, method service.Method) (service.Challenge, error) {
	snapshot, err := o.Refresh(ctx, operation)
	if err != nil {
		return service.Challenge{}, err
	}
	found := snapshot.Of(domain)
	switch token := found.Token(method); {
	case token != "":
		return service.Challenge{Token: token, ExpiresAt: found.TokenExpiresAt(method), Rereadable: true}, nil
	case found.State.Verified():
		return service.Challenge{}, &service.Error{Class: service.AlreadyVerified, Operation: operation, Reason: "the domain is verified"}
	case found.State == service.StatePending:
		return service.Challenge{}, expired(operation)
	}
	return service.Challenge{}, adapter.DomainMissing(operation)
}

func (f *fourth) challengeOf(ctx context.Context, id service.DomainID, method service.Method, found service.Domain) (service.Challenge, error) {
	token := found.Token(method)
	publication, err := f.Publication(ctx, id, method, token)
	return service.Challenge{Token: token, Publication: publication, ExpiresAt: found.TokenExpiresAt(method), Rereadable: true}, err
}

func expired(operation string) *service.Error {
	return &service.Error{
		Class: service.Expired, Operation: operation, Reason: "the token has expired, and Fourth does not show it",
		Advice: "Let Terraform create the domainverify_verification_token, which renews the token.",
	}
}

// Renew implements service.Renewer.
func (f *fourth) Renew(ctx context.Context, request service.RenewRequest) (service.Challenge, error) {
	id := request.ID
	operation, o := "renew the verification token of "+id.Domain, f.Get(id.OrganizationID)
	snapshot, unlock, err := o.Begin(ctx, operation, id.Domain)
	if err != nil {
		return service.Challenge{}, err
	}
	defer unlock()
	isReplaced := func(found service.Domain) bool {
		token := found.Token(request.Method)
		return token != "" && token != request.Token && !found.TokenExpired(request.Method, o.now())
	}
	found := snapshot.Of(id.Domain)
	switch {
	case found.State == service.StateAbsent:
		return service.Challenge{}, adapter.DomainMissing(operation)
	case found.State.Verified():
		return service.Challenge{}, &service.Error{Class: service.AlreadyVerified, Operation: operation, Reason: "the domain is verified"}
	case isReplaced(found):
		return f.challengeOf(ctx, id, request.Method, found)
	}
	var shown shownDomain
	isApplied, err := o.Settle(ctx, operation, func(bool) (isOpen bool, err error) {
		err = o.api.Write(ctx, http.MethodPost, "/domains/"+id.Domain+"/token", nil, &shown)
		return httpapi.Ambiguous(err) || err == nil && shown.Name != id.Domain, err
	}, func() (bool, error) {
		found, err := o.Reread(ctx, operation, id.Domain)
		return isReplaced(found), err
	})
	switch {
	case isApplied:
		if found, err = f.Read(ctx, id); err != nil {
			return service.Challenge{}, err
		}
	case err != nil:
		return service.Challenge{}, o.Failure(ctx, operation, err)
	case shown.Name != id.Domain:
		return service.Challenge{}, o.WrongIdentity(operation, id.Domain, shown.Name)
	default:
		found = o.learn(shown)
		o.SetDomain(id.Domain, found)
	}
	return f.challengeOf(ctx, id, request.Method, found)
}

func (o *organization) Verify(ctx context.Context, operation string, request service.VerifyRequest, found service.Domain) (service.Domain, error) {
	domain := request.ID.Domain
	switch {
	case found.State.Verified():
		return found, nil
	case found.State == service.StateAbsent:
		return service.Domain{}, adapter.DomainMissing(operation)
	case found.Token(request.Method) == "", found.TokenExpired(request.Method, o.now()):
		return service.Domain{}, expired(operation)
	case found.Token(request.Method) != request.Token:
		return service.Domain{}, &service.Error{Class: service.Rotated, Operation: operation, Reason: "the token has changed", Advice: "Run terraform plan."}
	}
	var shown shownDomain
	isApplied, err := o.write(ctx, operation, domain, func() error {
		return o.api.Write(ctx, http.MethodPost, "/domains/"+domain+"/verify", nil, &shown)
	}, func(found service.Domain) bool { return found.State.Verified() })
	switch {
	case isApplied:
		return o.Find(ctx, operation, domain)
	case adapter.StatusOf(err) == http.StatusGone:
		return service.Domain{}, o.Refusal(ctx, operation, err, adapter.Meaning{Class: service.Expired, Reason: "the token has expired", Advice: "Run terraform plan."})
	case adapter.StatusOf(err) == http.StatusUnprocessableEntity:
		return service.Domain{}, o.Refusal(ctx, operation, err, adapter.Meaning{Class: service.NotYet, Reason: "Fourth does not see the record yet", Advice: "Wait."})
	case err != nil:
		return service.Domain{}, o.Failure(ctx, operation, err)
	}
	verified := o.learn(shown)
	o.SetDomain(domain, verified)
	return verified, nil
}

func (o *organization) Release(ctx context.Context, operation string, request service.ReleaseRequest) error {
	domain := request.ID.Domain
	snapshot, err := o.Snapshot(ctx, operation)
	if err != nil {
		return err
	}
	found := snapshot.Of(domain)
	if found.State == service.StateReleasing || found.State == service.StateAbsent {
		// Whether it goes on, or is over, the service alone knows.
		if found, err = o.Reread(ctx, operation, domain); err != nil {
			return err
		}
	}
	if isReleased(found) {
		return releaseOf(operation, found)
	}
	_, err = o.Settle(ctx, operation, func(bool) (isOpen bool, err error) {
		options := map[string]bool{"archive": request.Options.Enabled(optionArchive), "force": request.Options.Enabled(optionForce)}
		err = o.api.Write(ctx, http.MethodDelete, "/domains/"+domain, options, httpapi.Optional(new(json.RawMessage)))
		// A success without a body does not show whose it is.
		return err == nil || httpapi.Ambiguous(err), err
	}, func() (bool, error) {
		found, err = o.Reread(ctx, operation, domain)
		return isReleased(found), err
	})
	switch {
	case err == nil && isReleased(found):
		return releaseOf(operation, found)
	case adapter.StatusOf(err) == http.StatusNotFound:
		o.DeleteDomain(domain)
		return nil
	case adapter.StatusOf(err) == http.StatusConflict:
		return inUse(o.Refusal(ctx, operation, err, adapter.Meaning{Class: service.Blocked, Reason: "users stand in the way", Advice: "Move them, or " + adapter.AdviceArgument("force_release = true", domain) + "."}), err)
	case err != nil:
		return o.WriteFailure(ctx, operation, request.ID, err, "")
	}
	return &service.Error{
		Class: service.Transient, Operation: operation, Reason: "Fourth reported success twice, and still has the domain",
		Advice: "Run Terraform again.",
	}
}
