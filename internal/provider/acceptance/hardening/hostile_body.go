// SPDX-License-Identifier: MPL-2.0

package hardening

import (
	"bytes"
	"encoding/json"
	"maps"
	"slices"
	"strconv"
	"strings"
)

// field is a path in a JSON value: "/data/0/domain", or "" for all of it.
type field string

// fieldsOf are the paths of everything in a body. What is no JSON has none.
func fieldsOf(body []byte) (all []field) {
	value, err := decoded(body)
	if err != nil {
		return nil
	}
	var walk func(at field, value any)
	walk = func(at field, value any) {
		all = append(all, at)
		switch value := value.(type) {
		case []any:
			for i, element := range value {
				walk(at+"/"+field(strconv.Itoa(i)), element)
			}
		case map[string]any:
			for _, name := range slices.Sorted(maps.Keys(value)) {
				walk(at+"/"+field(name), value[name])
			}
		}
	}
	walk("", value)
	return all
}

// rewritten is the body with a lie in one place, and what stands there now. found is
// false where the body has no such place.
func rewritten(body []byte, at field, l *lie) (changed []byte, put string, found bool) {
	const here = "\uFFFCthe place\uFFFC"
	value, err := decoded(body)
	if err != nil {
		return nil, "", false
	}
	if at == "" {
		put = l.of(value)
		return []byte(put), put, true
	}
	steps := strings.Split(string(at[1:]), "/")
	last := steps[len(steps)-1]
	parent := value
	for _, step := range steps[:len(steps)-1] {
		if parent, found = childOf(parent, step); !found {
			return nil, "", false
		}
	}
	old, found := childOf(parent, last)
	if !found {
		return nil, "", false
	}
	put = l.of(old)
	text := put
	switch parent := parent.(type) {
	case []any:
		i, _ := strconv.Atoi(last)
		parent[i] = here
		if l.twice {
			text = encoded(old) + "," + put
		}
	case map[string]any:
		if put == "" {
			delete(parent, last)
		} else {
			parent[last] = here
		}
		if l.twice {
			text = encoded(old) + "," + encoded(last) + ":" + put
		}
	}
	if put == "" {
		// A list's element that is missing leaves null.
		text = "null"
	}
	return bytes.Replace([]byte(encoded(value)), []byte(encoded(here)), []byte(text), 1), put, true
}

func childOf(parent any, step string) (child any, found bool) {
	switch parent := parent.(type) {
	case []any:
		i, err := strconv.Atoi(step)
		if err != nil || i >= len(parent) {
			return nil, false
		}
		return parent[i], true
	case map[string]any:
		child, found = parent[step]
	}
	return child, found
}

func decoded(body []byte) (value any, err error) {
	decoder := json.NewDecoder(bytes.NewReader(body))
	decoder.UseNumber()
	return value, decoder.Decode(&value)
}

// encoded is a value that was decoded, or made of such, as JSON again.
func encoded(value any) string {
	text, err := json.Marshal(value)
	if err != nil {
		panic(err)
	}
	return string(text)
}
