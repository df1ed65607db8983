// SPDX-License-Identifier: MPL-2.0

package workossim

import (
	"cmp"
	"slices"
	"strconv"
	"strings"
)

// Limits of a page, wire/workos.md 2 and 4.
const (
	defaultPage = 10
	largestPage = 100
)

// listed is one object of a list. Identifiers are ULIDs: they sort by age.
type listed struct {
	id     string
	object any
}

// page is what the query asks for.
type page struct {
	before, after string
	limit         int
	ascending     bool
}

// readPage takes no order "normal", whose cursors are documented as reversed: no client
// here uses it.
func readPage(c call) (page, *failure) {
	p := page{before: c.query.Get("before"), after: c.query.Get("after"), limit: defaultPage}
	if text := c.query.Get("limit"); text != "" {
		n, err := strconv.Atoi(text)
		if err != nil || n < 1 || n > largestPage {
			return p, invalid("limit must be between 1 and %d.", largestPage).at("limit", "invalid")
		}
		p.limit = n
	}
	order := cmp.Or(c.query.Get("order"), "desc")
	if order != "desc" && order != "asc" {
		return p, invalid("order must be one of desc, asc.").at("order", "invalid")
	}
	p.ascending = order == "asc"
	return p, nil
}

// of cuts the page out of a list that is sorted oldest first. Only organizations have
// a cursor backwards (wire/workos.md 4).
func (p page) of(all []listed, backwards bool) map[string]any {
	if !p.ascending {
		all = slices.Clone(all)
		slices.Reverse(all)
	}
	first, last := 0, len(all)
	if p.after != "" {
		first = p.position(all, p.after, false)
	}
	if p.before != "" {
		last = max(first, p.position(all, p.before, true))
	}
	if p.before != "" && p.after == "" {
		first = max(first, last-p.limit) // the page that ends at the cursor
	}
	last = min(last, first+p.limit)
	data := []any{}
	for _, item := range all[first:last] {
		data = append(data, item.object)
	}
	previous, next := cursors(all, first, last)
	metadata := map[string]any{"after": next}
	if backwards {
		metadata["before"] = previous
	}
	return map[string]any{"object": "list", "data": data, "list_metadata": metadata}
}

// position is the first place behind a cursor, or at it; what it names may be deleted.
func (p page) position(all []listed, cursor string, at bool) int {
	for i, item := range all {
		order := strings.Compare(item.id, cursor)
		if !p.ascending {
			order = -order
		}
		if order > 0 || at && order == 0 {
			return i
		}
	}
	return len(all)
}

// cursors are null at the ends of the list.
func cursors(all []listed, first, last int) (previous, next any) {
	if first > 0 && first < len(all) {
		previous = all[first].id
	}
	if last < len(all) && last > first {
		next = all[last-1].id
	}
	return previous, next
}

// list is a parameter of several values, joined by commas (style form, no explode).
func (c call) list(name string) []string {
	if c.query.Get(name) == "" {
		return nil
	}
	return strings.Split(c.query.Get(name), ",")
}
