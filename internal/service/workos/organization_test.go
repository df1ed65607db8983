// SPDX-License-Identifier: MPL-2.0

package workos_test

import (
	"fmt"
	"slices"
	"testing"

	"github.com/domainverify/terraform-provider-domainverify/internal/sandbox/workossim"
	"github.com/domainverify/terraform-provider-domainverify/internal/service"
	"github.com/domainverify/terraform-provider-domainverify/internal/service/servicetest"
)

func find(p *servicetest.Player, query service.OrganizationQuery) ([]service.Organization, error) {
	return p.Service.(service.OrganizationFinder).FindOrganizations(p.T.Context(), query)
}

func link(p *servicetest.Player, request service.PortalLinkRequest) (string, error) {
	return p.Service.(service.PortalLinker).PortalLink(p.T.Context(), request)
}

func TestOrganizationIsReadFromTheInventory(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	p := w.Player()
	p.WantRead(service.StateAbsent)
	w.Must(p.Add())
	got, err := p.Service.(service.OrganizationReader).Organization(t.Context(), organization)
	w.Must(err)
	w.WantEqual("organization", service.Organization{ID: organization, Name: "Acme, Inc.", Domains: map[string]service.Domain{p.ID.Domain: p.Got}}, got)
	w.WantCount("GET ", 2) // the first reading, and the one that checks the addition
}

func TestOrganizationIsFoundByExternalIDByNameAndByDomain(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	first := w.AddOrganization(workossim.OrganizationSpec{Name: "Twin", ExternalID: "ext/1 a"})
	second := w.AddOrganization(workossim.OrganizationSpec{Name: "Twin", ExternalID: "ext/2"})
	w.AddOrganization(workossim.OrganizationSpec{Name: "Twin & Sons"})
	w.AddOrganization(workossim.OrganizationSpec{Name: "Twin", Environment: "staging"})
	for _, id := range []string{first, second} {
		_, err := w.AddDomain(workossim.DomainSpec{OrganizationID: id, Domain: "shared.test"})
		w.Must(err)
	}
	p := w.Player()
	for query, want := range map[service.OrganizationQuery][]string{
		{ExternalID: "ext/1 a"}:   {first},
		{ExternalID: "ext/3"}:     nil,
		{Name: "Twin"}:            {second, first},
		{Name: "twin"}:            nil,
		{Domain: "shared.test"}:   {second, first},
		{Domain: "unshared.test"}: nil,
	} {
		found, err := find(p, query)
		w.Must(err)
		var got []string
		for _, organization := range found {
			got = append(got, organization.ID)
		}
		w.WantEqual(fmt.Sprint(query), want, got)
	}
	for _, query := range []service.OrganizationQuery{{}, {Name: "Twin", Domain: "shared.test"}} {
		_, err := find(p, query)
		w.WantError(err, service.Rejected)
	}
}

func TestEveryPageOfOrganizationsIsSearched(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	for n := range 250 {
		w.AddOrganization(workossim.OrganizationSpec{Name: "Many", ExternalID: fmt.Sprint(n)})
	}
	found, err := find(w.Player(), service.OrganizationQuery{Name: "Many"})
	w.Must(err)
	different := map[string]bool{}
	for _, organization := range found {
		different[organization.ID] = true
	}
	if len(found) != 250 || len(different) != 250 {
		t.Errorf("found %d organizations, %d different ones, want 250", len(found), len(different))
	}
	w.WantCount("GET /organizations?", 3)
}

func TestPortalLinkOpensTheDomainVerificationOfTheOrganization(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	address, err := link(w.Player(), service.PortalLinkRequest{
		OrganizationID: organization, ReturnURL: "https://acme.test/back", SuccessURL: "https://acme.test/done", ITContactEmails: []string{"it@acme.test"},
	})
	w.Must(err)
	visit, err := w.OpenPortalLink(address)
	w.Must(err)
	w.WantEqual("visit", workossim.PortalVisit{OrganizationID: organization, Intent: "domain_verification"}, visit)
	w.WantSent("/portal/", `{"organization":"org_01SCRIPT","intent":"domain_verification","return_url":"https://acme.test/back",`+
		`"success_url":"https://acme.test/done","it_contact_emails":["it@acme.test"]}`)
}

func TestPortalLinkThatWorkOSWouldRefuseIsRefusedWithoutARequest(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	for words, request := range map[string]service.PortalLinkRequest{
		"return_url":   {ReturnURL: "http://acme.test/back"},
		"success_url":  {SuccessURL: "https:///done"},
		"21 addresses": {ITContactEmails: slices.Repeat([]string{"it@acme.test"}, 21)},
	} {
		request.OrganizationID = organization
		_, err := link(w.Player(), request)
		w.WantError(err, service.Rejected, words)
	}
	w.WantCount("", 0)
}

func TestPortalLinkWhoseResponseIsLostIsAskedForWithTheSameKey(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.Fault(servicetest.Once("/portal/", "drop_after"))
	address, err := link(w.Player(), service.PortalLinkRequest{OrganizationID: organization})
	w.Must(err)
	_, err = w.OpenPortalLink(address)
	w.Must(err)
	w.wantSameKey("/portal/", 2)
}

func TestPortalLinkOfAnUnknownOrganizationSaysSo(t *testing.T) {
	t.Parallel()
	for status, want := range map[string]service.Class{"404": service.NotFound, "400": service.Rejected} {
		w := newWorld(t)
		w.Set(workossim.SwitchPortalUnknownOrganization, status)
		_, err := link(w.Player(), service.PortalLinkRequest{OrganizationID: "org_01UNKNOWN"})
		w.WantError(err, want, "org_01UNKNOWN")
	}
}
