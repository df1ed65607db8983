// SPDX-License-Identifier: MPL-2.0

package workossim_test

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/domainverify/terraform-provider-domainverify/internal/sandbox/simhttp/switchtest"
	"github.com/domainverify/terraform-provider-domainverify/internal/sandbox/workossim"
)

const all = "/events?order=asc&events=organization_domain.created,organization_domain.updated," +
	"organization_domain.deleted,organization_domain.verified,organization_domain.verification_failed"

// kinds of the events on a page, with the source of each.
func kinds(a answer) []string {
	list := []string{}
	data, _ := a.fields["data"].([]any)
	for _, e := range data {
		fields := e.(map[string]any)
		source := fields["context"].(map[string]any)["actor"].(map[string]any)["source"]
		list = append(list, switchtest.Line(fields["event"], source))
	}
	return list
}

func TestEventsTellTheLifeOfADomainAndWhoDidIt(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	path := w.makeVerified("acme.test")
	w.delete(path)
	a := w.get(all)
	want := []string{
		"organization_domain.created api", "organization_domain.updated system",
		"organization_domain.verified system", "organization_domain.deleted api",
	}
	if diff := cmp.Diff(want, kinds(a)); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	updated := a.fields["data"].([]any)[1].(map[string]any)
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
	first := w.get(ours + "&limit=2")
	metadata := first.fields["list_metadata"].(map[string]any)
	second := w.get(ours + "&limit=2&after=" + shown(metadata, "after"))
	got := append(kinds(first), kinds(second)...)
	want := []string{"organization_domain.created api", "organization_domain.updated system", "organization_domain.verified system"}
	if diff := cmp.Diff(want, got); diff != "" || len(metadata) != 1 || shown(second.fields["list_metadata"].(map[string]any), "after") != "null" {
		t.Errorf("%v, then %v (-want +got):\n%s", metadata, second.fields["list_metadata"], diff)
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
		if a := w.get(all + c.query); a.status != c.status || len(kinds(a)) != c.events {
			t.Errorf("%q: %d with %v, want %d with %d events", c.query, a.status, kinds(a), c.status, c.events)
		}
	}
	w.Clock.Advance(51 * 24 * time.Hour)
	if a := w.get(all + "&range_start=2026-01-01&range_end=2026-01-30"); len(kinds(a)) != 0 {
		t.Errorf("ninety-one days later: %v, want none", kinds(a))
	}
}

func TestBadEventQueryNamesTheField(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	for field, query := range map[string]string{"limit": "limit=0", "order": "order=up"} {
		a := w.get("/events?events=organization_domain.created&" + query)
		want := map[string]any{"message": "Validation failed.", "errors": []any{map[string]any{"code": "invalid", "field": field}}}
		if diff := cmp.Diff(want, a.fields); diff != "" || a.status != 422 {
			t.Errorf("%s: %d (-want +got):\n%s", query, a.status, diff)
		}
	}
}

func TestRangeIntoTheFutureDoesNotShowWhatTheLagHoldsBack(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.set(workossim.SwitchEventLag, "65")
	w.add("acme.test")
	soon := len(kinds(w.get(all + "&range_end=2026-01-02")))
	w.Clock.Advance(65 * time.Second)
	if later := len(kinds(w.get(all + "&range_end=2026-01-02"))); soon != 0 || later != 1 {
		t.Errorf("%d events, a minute later %d, want 0 and 1", soon, later)
	}
}
