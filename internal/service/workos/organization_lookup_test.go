// SPDX-License-Identifier: MPL-2.0

package workos_test

import (
	"context"
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/domainverify/terraform-provider-domainverify/internal/sandbox/workossim"
	"github.com/domainverify/terraform-provider-domainverify/internal/service"
)

func TestOrganizationIsReadFromTheInventory(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	adapter, id := w.adapter(t), w.ID(0)
	domain := read(t, adapter, id)
	added, err := adapter.Add(t.Context(), id)
	must(t, err)
	if domain.State != service.StateAbsent {
		t.Errorf("%+v before it was added", domain)
	}
	got, err := adapter.Organization(t.Context(), id.OrganizationID)
	must(t, err)
	want := service.Organization{ID: id.OrganizationID, Name: "Acme, Inc.", Domains: map[string]service.Domain{id.Domain: added}}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("organization (-want +got):\n%s", diff)
	}
	// The first reading, and the one that checks the addition.
	w.wantCount(t, "GET ", 2)
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
		must(t, err)
	}
	adapter := w.adapter(t)
	for query, want := range map[service.OrganizationQuery][]string{
		{ExternalID: "ext/1 a"}:   {first},
		{ExternalID: "ext/3"}:     nil,
		{Name: "Twin"}:            {second, first},
		{Name: "twin"}:            nil,
		{Domain: "shared.test"}:   {second, first},
		{Domain: "unshared.test"}: nil,
	} {
		found, err := adapter.FindOrganizations(t.Context(), query)
		must(t, err)
		var got []string
		for _, organization := range found {
			got = append(got, organization.ID)
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%+v (-want +got):\n%s", query, diff)
		}
	}
	for _, query := range []service.OrganizationQuery{{}, {Name: "Twin", Domain: "shared.test"}} {
		_, err := adapter.FindOrganizations(t.Context(), query)
		wantError(t, err, service.Rejected)
	}
}

func TestEveryPageOfOrganizationsIsSearched(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	for n := range 250 {
		w.AddOrganization(workossim.OrganizationSpec{Name: "Many", ExternalID: fmt.Sprint(n)})
	}
	found, err := w.adapter(t).FindOrganizations(t.Context(), service.OrganizationQuery{Name: "Many"})
	must(t, err)
	different := map[string]bool{}
	for _, organization := range found {
		different[organization.ID] = true
	}
	if len(found) != 250 || len(different) != 250 {
		t.Errorf("found %d organizations, %d different ones, want 250", len(found), len(different))
	}
	w.wantCount(t, "GET /organizations?", 3)
}

func TestPagesThatComeBackEnd(t *testing.T) {
	t.Parallel()
	s := newScripted(t, "")
	asked := 0
	s.respond = func(w http.ResponseWriter, r *http.Request) bool {
		asked++
		next := map[string]string{"": "org_a", "org_a": "org_b", "org_b": "org_a"}[r.URL.Query().Get("after")]
		_, _ = w.Write([]byte(`{"data":[],"list_metadata":{"after":"` + next + `"}}`))
		return true
	}
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	_, err := s.adapter.FindOrganizations(ctx, service.OrganizationQuery{Name: "Acme"})
	must(t, err)
	if asked != 3 {
		t.Errorf("%d pages were asked for, want 3", asked)
	}
}

func TestTextsOfAFoundOrganizationAreShownEscaped(t *testing.T) {
	t.Parallel()
	s := newScripted(t, "")
	s.respond = func(w http.ResponseWriter, r *http.Request) bool {
		found := `{"id":"org_01SCRIPT","name":"A\u001b[2J","external_id":"%s","domains":[]}`
		if strings.HasPrefix(r.URL.Path, "/organizations/external_id/") {
			_, _ = fmt.Fprintf(w, found, "mine")
		} else {
			_, _ = fmt.Fprintf(w, `{"data":[`+found+`]}`, `b\u0007`)
		}
		return true
	}
	for _, query := range []service.OrganizationQuery{{ExternalID: "mine"}, {Name: "A\x1b[2J"}} {
		found, err := s.adapter.FindOrganizations(t.Context(), query)
		must(t, err)
		if len(found) != 1 || strings.ContainsAny(found[0].Name+found[0].ExternalID, "\x1b\a") {
			t.Errorf("%+v gives %+q", query, fmt.Sprint(found))
		}
	}
}
