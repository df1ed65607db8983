// SPDX-License-Identifier: MPL-2.0

package workossim

import (
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
	reversed      bool // before fetches older ones, after newer ones
}

func (s *Sim) readPage(c call) (page, *failure) {
	p := page{before: c.parameter("before"), after: c.parameter("after"), limit: defaultPage}
	if text := c.parameter("limit"); text != "" {
		n, err := strconv.Atoi(text)
		if err != nil || n < 1 || n > largestPage {
			return p, invalid("limit must be between 1 and %d.", largestPage).at("limit", "invalid")
		}
		p.limit = n
	}
	switch order := c.parameter("order"); order {
	case "asc":
		p.ascending = true
	case "", "desc":
	case "normal":
		p.reversed = s.Is(SwitchOrderNormal, "reversed_cursors")
	default:
		return p, invalid("order must be one of normal, desc, asc.").at("order", "invalid")
	}
	return p, nil
}

// of cuts the page out of a list that is sorted oldest first. Only organizations have
// a cursor backwards (wire/workos.md 4).
func (p page) of(all []listed, backwards bool) map[string]any {
	if !p.ascending {
		all = slices.Clone(all)
		slices.Reverse(all)
	}
	before, after := p.before, p.after
	if p.reversed {
		before, after = after, before
	}
	first, last := 0, len(all)
	if after != "" {
		first = p.position(all, after, false)
	}
	if before != "" {
		last = max(first, p.position(all, before, true))
	}
	if before != "" && after == "" {
		first = max(first, last-p.limit) // the page that ends at the cursor
	}
	last = min(last, first+p.limit)
	data := []any{}
	for _, item := range all[first:last] {
		data = append(data, item.object)
	}
	previous, next := cursors(all, first, last)
	if p.reversed {
		previous, next = next, previous
	}
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

// parameter is the first value of a query parameter.
func (c call) parameter(name string) string {
	if values := c.query[name]; len(values) > 0 {
		return values[0]
	}
	return ""
}

// list is a parameter of several values, joined by commas (style form, no explode).
func (c call) list(name string) []string {
	if c.parameter(name) == "" {
		return nil
	}
	return strings.Split(c.parameter(name), ",")
}
