// SPDX-License-Identifier: MPL-2.0

package workossim_test

import (
	"fmt"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/domainverify/terraform-provider-domainverify/internal/sandbox/workossim"
)

// names of the organizations on a page.
func names(a answer) []string {
	list := []string{}
	data, _ := a.fields["data"].([]any)
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
		a := w.get(path)
		pages = append(pages, names(a))
		next, more := a.fields["list_metadata"].(map[string]any)[cursor].(string)
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
		{"limit=2&order=normal", "before", [][]string{{"E", "D"}, {"C", "B"}, {"Acme, Inc."}}},
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
	last := w.get("/organizations?limit=1&search=acme").fields["data"].([]any)[0].(map[string]any)["id"]
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
	if a, b := len(names(w.get("/organizations"))), len(names(w.get("/organizations?limit=100"))); a != 10 || b != 100 {
		t.Errorf("pages of %d and %d, want 10 and 100", a, b)
	}
}

func TestBadPageIsRefusedWithAMessageAlone(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	for _, query := range []string{"limit=0", "limit=101", "limit=many", "order=up"} {
		if a := w.get("/organizations?" + query); a.status != 422 || len(a.fields) != 1 || a.fields["message"] == nil {
			t.Errorf("%s: %d %s, want 422 with a message alone", query, a.status, a.text)
		}
	}
}

func TestListFindsEveryOrganizationThatHasADomain(t *testing.T) {
	t.Parallel()
	w := fiveOrganizations(t)
	w.add("acme.test")
	if _, err := w.HoldElsewhere("acme.test"); err != nil {
		t.Fatal(err)
	}
	w.add("beta.test")
	for query, want := range map[string][]string{
		"domains=acme.test":               {"Somebody Else Ltd.", "Acme, Inc."},
		"domains=nobody.test%2Cacme.test": {"Somebody Else Ltd.", "Acme, Inc."},
		"domains=Beta.test":               {"Acme, Inc."},
		"domains=nobody.test":             {},
	} {
		if diff := cmp.Diff(want, names(w.get("/organizations?"+query))); diff != "" {
			t.Errorf("%s (-want +got):\n%s", query, diff)
		}
	}
}
