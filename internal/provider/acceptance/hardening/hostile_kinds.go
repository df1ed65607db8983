// SPDX-License-Identifier: MPL-2.0

package hardening

import (
	"fmt"
	"strconv"
	"strings"
)

// lie is what a response has in place of a value.
type lie struct {
	// of returns JSON, or "" for nothing at all.
	of func(value any) string
	// another thing of the same form, and twice: beside the value, so that the member is
	// there two times.
	another, twice bool
	// headers have it, in place of the body, in a response with the status.
	headers []string
	status  int
}

const (
	deep   = 10_000
	long   = 10 << 10
	many   = 100_000
	ofMany = 2 << 20 // bytes, so that a huge list is not refused for its length
)

type hostileText struct{ name, text string }

// hostileTexts are what foreign text does to a terminal, a template, or a page.
var hostileTexts = []hostileText{
	{"control characters", "\x1b[2J\x1b]0;title\a\r\n\x00\u202e\u200b"},
	{"quotes", "\"'`\\\" \\n"},
	{"template", "${file(\"/etc/passwd\")}%{ if true }yes%{ endif }"},
	{"10 kB", strings.Repeat("long ", long/5)},
}

// hostileKinds are all that a value can become.
func hostileKinds() []kind {
	all := []kind{
		{name: "another", lie: &lie{of: func(value any) string { return encoded(another(value)) }, another: true}},
		{name: "twice", lie: &lie{of: func(value any) string { return encoded(another(value)) }, another: true, twice: true}},
		{name: "wrong type", lie: &lie{of: wrongType}},
		{name: "no value", lie: &lie{of: func(any) string { return "null" }}},
		{name: "missing", lie: &lie{of: func(any) string { return "" }}},
		{name: "nested", lie: &lie{of: func(any) string { return nested(deep) }}},
		// The value itself may be deep: 10,000 levels are as much as the decoder takes.
		{name: "nested less", lie: &lie{of: func(any) string { return nested(deep - 100) }}},
		{name: "huge list", lie: &lie{of: hugeList}},
	}
	for _, hostile := range hostileTexts {
		all = append(all, kind{name: hostile.name, lie: &lie{of: func(value any) string { return encoded(withText(value, hostile.text)) }}})
	}
	return all
}

// another is a value of the same form that means something else.
func another(value any) any {
	switch value := value.(type) {
	case bool:
		return !value
	case string:
		return anotherText(value)
	case []any:
		changed := make([]any, len(value))
		for i, element := range value {
			changed[i] = another(element)
		}
		return changed
	case map[string]any:
		changed := map[string]any{}
		for name, element := range value {
			changed[name] = another(element)
		}
		return changed
	case nil:
		return "another"
	}
	number, err := strconv.ParseInt(fmt.Sprint(value), 10, 64)
	if err != nil {
		return 1
	}
	return number + 1
}

// anotherText is another domain or host if the text has one, else another ID: the
// letters and digits are of the same alphabets.
func anotherText(text string) string {
	switch {
	case strings.Contains(text, Zone):
		return strings.ReplaceAll(text, Zone, foreignZone)
	case strings.Contains(text, "://"):
		return "https://" + foreignZone
	}
	changed := []byte(text)
	for i := len(changed) / 2; i < len(changed); i++ {
		changed[i] = nextIn(changed[i], "0123456789", "abcdef", "ghijklmnopqrstuvwxyz", "ABCDEF", "GHIJKLMNOPQRSTUVWXYZ")
	}
	return string(changed)
}

func nextIn(character byte, alphabets ...string) byte {
	for _, alphabet := range alphabets {
		if at := strings.IndexByte(alphabet, character); at >= 0 {
			return alphabet[(at+1)%len(alphabet)]
		}
	}
	return character
}

// withText puts a text into the middle of another, so that it begins and ends as
// expected. Anything else becomes the text.
func withText(value any, text string) string {
	around, _ := value.(string)
	return around[:len(around)/2] + text + around[len(around)/2:]
}

func wrongType(value any) string {
	switch value.(type) {
	case string:
		return encoded(map[string]any{"value": value})
	case []any:
		return encoded(map[string]any{"0": value})
	case map[string]any:
		return encoded([]any{value})
	}
	return `"text"`
}

func nested(levels int) string { return strings.Repeat("[", levels) + strings.Repeat("]", levels) }

// hugeList repeats what is in a list already, else the value.
func hugeList(value any) string {
	element := encoded(value)
	if list, ok := value.([]any); ok && len(list) > 0 {
		element = encoded(list[0])
	}
	times := min(many, ofMany/(len(element)+1))
	return "[" + strings.Repeat(element+",", times-1) + element + "]"
}
