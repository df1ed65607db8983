// SPDX-License-Identifier: MPL-2.0

package workossim_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/domainverify/terraform-provider-domainverify/internal/sandbox/simhttp/simtest"
	"github.com/domainverify/terraform-provider-domainverify/internal/sandbox/workossim"
)

// names of the organizations on a page.
func names(a simtest.Response) []string {
	list := []string{}
	data, _ := a.Fields["data"].([]any)
	for _, o := range data {
		list = append(list, o.(map[string]any)["name"].(string))
	}
	return list
}

// walk follows a cursor to its end.
func (w *world) walk(query, cursor string) [][]string {
	w.T.Helper()
	var pages [][]string
	path := "/organizations?" + query
	for len(pages) < 20 {
		a := w.Get(path)
		pages = append(pages, names(a))
		next, more := a.Fields["list_metadata"].(map[string]any)[cursor].(string)
		if !more {
			break
		}
		path = "/organizations?" + query + "&" + cursor + "=" + next
	}
	return pages
}

func fiveOrganizations(t *testing.T) *world {
	t.Helper()
	w := newWorld(t)
	for _, name := range []string{"B", "C", "D", "E"} {
		w.AddOrganization(workossim.OrganizationSpec{Name: name})
	}
	return w
}

func TestListIsWalkedPageByPageInEveryOrder(t *testing.T) {
	t.Parallel()
	w := fiveOrganizations(t)
	for _, c := range []struct {
		query, cursor string
		want          [][]string
	}{
		{"limit=2", "after", [][]string{{"E", "D"}, {"C", "B"}, {"Acme, Inc."}}},
		{"limit=2&order=desc", "after", [][]string{{"E", "D"}, {"C", "B"}, {"Acme, Inc."}}},
		{"limit=2&order=asc", "after", [][]string{{"Acme, Inc.", "B"}, {"C", "D"}, {"E"}}},
		{"limit=5", "after", [][]string{{"E", "D", "C", "B", "Acme, Inc."}}},
		{"search=acme", "after", [][]string{{"Acme, Inc."}}},
		{"search=nobody", "after", [][]string{{}}},
	} {
		if diff := cmp.Diff(c.want, w.walk(c.query, c.cursor)); diff != "" {
			t.Errorf("%s (-want +got):\n%s", c.query, diff)
		}
	}
}

func TestListIsWalkedBackwards(t *testing.T) {
	t.Parallel()
	w := fiveOrganizations(t)
	last := w.Get("/organizations?limit=1&search=acme").Fields["data"].([]any)[0].(map[string]any)["id"]
	got := w.walk(fmt.Sprintf("limit=2&before=%s", last), "none")
	if diff := cmp.Diff([][]string{{"C", "B"}}, got); diff != "" {
		t.Errorf("the page before the last one (-want +got):\n%s", diff)
	}
}

func TestDefaultPageHasTenAndTheLargestAHundred(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	for i := range 120 {
		w.AddOrganization(workossim.OrganizationSpec{Name: fmt.Sprint(i)})
	}
	if a, b := len(names(w.Get("/organizations"))), len(names(w.Get("/organizations?limit=100"))); a != 10 || b != 100 {
		t.Errorf("pages of %d and %d, want 10 and 100", a, b)
	}
}

func TestBadPageIsRefusedWithAMessageAlone(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	for _, query := range []string{"limit=0", "limit=101", "limit=many", "order=up"} {
		if a := w.Get("/organizations?" + query); a.Status != 422 || len(a.Fields) != 1 || a.Fields["message"] == nil {
			t.Errorf("%s: %d %s, want 422 with a message alone", query, a.Status, a.Text)
		}
	}
}

func TestListFindsEveryOrganizationThatHasADomain(t *testing.T) {
	t.Parallel()
	w := fiveOrganizations(t)
	w.add("acme.test")
	w.hold("acme.test")
	w.add("beta.test")
	for query, want := range map[string][]string{
		"domains=acme.test":               {"Somebody Else Ltd.", "Acme, Inc."},
		"domains=nobody.test%2Cacme.test": {"Somebody Else Ltd.", "Acme, Inc."},
		"domains=Beta.test":               {"Acme, Inc."},
		"domains=nobody.test":             {},
	} {
		if diff := cmp.Diff(want, names(w.Get("/organizations?"+query))); diff != "" {
			t.Errorf("%s (-want +got):\n%s", query, diff)
		}
	}
}

const all = "/events?order=asc&events=organization_domain.created,organization_domain.updated," +
	"organization_domain.deleted,organization_domain.verified,organization_domain.verification_failed"

// kinds of the events on a page, with the source of each.
func kinds(a simtest.Response) []string {
	list := []string{}
	data, _ := a.Fields["data"].([]any)
	for _, e := range data {
		fields := e.(map[string]any)
		source := fields["context"].(map[string]any)["actor"].(map[string]any)["source"]
		list = append(list, simtest.Line(fields["event"], source))
	}
	return list
}

func TestEventsTellTheLifeOfADomainAndWhoDidIt(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	path := w.makeVerified("acme.test")
	w.Delete(path)
	a := w.Get(all)
	want := []string{
		"organization_domain.created api", "organization_domain.updated system",
		"organization_domain.verified system", "organization_domain.deleted api",
	}
	if diff := cmp.Diff(want, kinds(a)); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	updated := a.Fields["data"].([]any)[1].(map[string]any)
	if got := updated["context"].(map[string]any)["previous_attributes"]; !cmp.Equal(got, map[string]any{"state": "pending"}) {
		t.Errorf("previous attributes %v, want the state", got)
	}
	if data := updated["data"].(map[string]any); data["state"] != "verified" || data["domain"] != "acme.test" {
		t.Errorf("data %v, want the domain as it is then", data)
	}
}

func TestEventsAreFilteredAndPaged(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	other := w.AddOrganization(workossim.OrganizationSpec{Name: "Beta"})
	w.tryAddTo(other, "acme.test")
	w.makeVerified("acme.test")
	ours := all + "&organization_id=" + organizationID
	first := w.Get(ours + "&limit=2")
	metadata := first.Fields["list_metadata"].(map[string]any)
	second := w.Get(ours + "&limit=2&after=" + shown(metadata, "after"))
	got := append(kinds(first), kinds(second)...)
	want := []string{"organization_domain.created api", "organization_domain.updated system", "organization_domain.verified system"}
	if diff := cmp.Diff(want, got); diff != "" || len(metadata) != 1 || shown(second.Fields["list_metadata"].(map[string]any), "after") != "null" {
		t.Errorf("%v, then %v (-want +got):\n%s", metadata, second.Fields["list_metadata"], diff)
	}
}

func TestEventsHaveARangeAndARetention(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.add("acme.test")
	w.Clock.Advance(40 * 24 * time.Hour) // to the tenth of February
	for _, c := range []struct {
		query  string
		status int
		events int
	}{
		{"", 200, 2}, // the failure
		{"&range_start=2026-01-01&range_end=2026-01-30", 200, 1},
		{"&range_start=2026-01-01T12:00:01Z&range_end=2026-01-30T00:00:00Z", 200, 0},
		{"&range_end=2026-01-02", 200, 1},
		{"&range_start=2026-01-01", 400, 0},
		{"&range_start=yesterday", 400, 0},
		{"&range_end=tomorrow", 400, 0},
		{"&limit=0", 422, 0},
	} {
		if a := w.Get(all + c.query); a.Status != c.status || len(kinds(a)) != c.events {
			t.Errorf("%q: %d with %v, want %d with %d events", c.query, a.Status, kinds(a), c.status, c.events)
		}
	}
	w.Clock.Advance(51 * 24 * time.Hour)
	if a := w.Get(all + "&range_start=2026-01-01&range_end=2026-01-30"); len(kinds(a)) != 0 {
		t.Errorf("ninety-one days later: %v, want none", kinds(a))
	}
}

func TestBadEventQueryNamesTheField(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	for field, query := range map[string]string{"limit": "limit=0", "order": "order=up"} {
		a := w.Get("/events?events=organization_domain.created&" + query)
		want := map[string]any{"message": "Validation failed.", "errors": []any{map[string]any{"code": "invalid", "field": field}}}
		if diff := cmp.Diff(want, a.Fields); diff != "" || a.Status != 422 {
			t.Errorf("%s: %d (-want +got):\n%s", query, a.Status, diff)
		}
	}
}

func TestRangeIntoTheFutureDoesNotShowWhatTheLagHoldsBack(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.Must(w.Switches().Set(workossim.SwitchEventLag, "65"))
	w.add("acme.test")
	soon := len(kinds(w.Get(all + "&range_end=2026-01-02")))
	w.Clock.Advance(65 * time.Second)
	if later := len(kinds(w.Get(all + "&range_end=2026-01-02"))); soon != 0 || later != 1 {
		t.Errorf("%d events, a minute later %d, want 0 and 1", soon, later)
	}
}

func TestOrganizationHasExactlyTheDocumentedFields(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	id := w.AddOrganization(workossim.OrganizationSpec{Name: "Beta", ExternalID: "ext_1"})
	want := map[string]any{
		"object": "organization", "id": id, "name": "Beta", "domains": []any{}, "external_id": "ext_1",
		"metadata": map[string]any{}, "allow_profiles_outside_organization": false,
		"created_at": "2026-01-01T12:00:00.000Z", "updated_at": "2026-01-01T12:00:00.000Z",
	}
	for _, path := range []string{"/organizations/external_id/ext_1", "/organizations/" + id} {
		if diff := cmp.Diff(want, w.Get(path).Fields); diff != "" {
			t.Errorf("%s (-want +got):\n%s", path, diff)
		}
	}
	w.Want("unknown external id", w.Get("/organizations/external_id/ext_2"), 404)
	if null := w.Get(organization); shown(null.Fields, "external_id") != "null" {
		t.Errorf("organization without an external id: %s, want null", null.Text)
	}
}

func TestPortalLinkWorksForFiveMinutes(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	a := w.Post(portal, `{"organization":"`+organizationID+`","intent":"domain_verification","return_url":"https://acme.test/back",
		"success_url":"https://acme.test/done","it_contact_emails":["it@acme.test"],"intent_options":{"sso":{}}}`)
	link, _ := a.Fields["link"].(string)
	if a.Status != 201 || len(a.Fields) != 1 || !strings.HasPrefix(link, "https://setup.workos.com?token=") {
		t.Fatalf("%d %s, want 201 with a link alone", a.Status, a.Text)
	}
	w.Clock.Advance(5*time.Minute - time.Second)
	visit, err := w.OpenPortalLink(link)
	if diff := cmp.Diff(workossim.PortalVisit{OrganizationID: organizationID, Intent: "domain_verification"}, visit); diff != "" || err != nil {
		t.Errorf("a second before: %v (-want +got):\n%s", err, diff)
	}
	w.Clock.Advance(time.Second)
	if _, err := w.OpenPortalLink(link); err == nil || !strings.Contains(err.Error(), "expired at 2026-01-01T12:05:00.000Z") {
		t.Errorf("after five minutes: %v, want an error that it expired", err)
	}
	if _, err := w.OpenPortalLink(link + "x"); err == nil {
		t.Error("a link that nobody made was opened")
	}
}

func TestBadPortalLinkRequestIsRefusedWithAMessageAlone(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	contacts := func(n int) string { return strings.TrimSuffix(strings.Repeat(`"it@acme.test",`, n), ",") }
	for _, c := range []struct {
		members string
		status  int
	}{
		{`"it_contact_emails":[` + contacts(20) + `]`, 201},
		{`"it_contact_emails":[` + contacts(21) + `]`, 422},
		{`"it_contact_emails":["acme.test"]`, 422},
		{`"it_contact_emails":["IT <it@acme.test>"]`, 422},
		{`"it_contact_emails":"it@acme.test"`, 422},
		{`"intent":"claim"`, 422},
		{`"intent":7`, 422},
		{`"return_url":7`, 422},
		{`"return_url":"http://acme.test/"`, 422},
		{`"success_url":"acme.test"`, 422},
		{`"return_url":"https://acme.test/"`, 201},
		{`"organization":""`, 422},
	} {
		a := w.Post(portal, fmt.Sprintf(`{"organization":%q,%s}`, organizationID, c.members))
		if a.Status != c.status || len(a.Fields) != 1 {
			t.Errorf("%s: %d %s, want %d and one field", c.members, a.Status, a.Text, c.status)
		}
	}
}
