// SPDX-License-Identifier: MPL-2.0

package adapter

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"maps"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// The functions of this file read bodies whose shape is not certain: members that
// are missing, or of another type from page to page of the documentation. What is
// not there reads as nothing, never as an error.

// DecodeJSON decodes one JSON value into maps, lists, strings, booleans and
// json.Number, which keeps the digits of IDs that exceed what a float holds.
func DecodeJSON(body []byte) (any, error) {
	decoder := json.NewDecoder(bytes.NewReader(body))
	decoder.UseNumber()
	var value any
	if err := decoder.Decode(&value); err != nil {
		return nil, err
	}
	if _, err := decoder.Token(); !errors.Is(err, io.EOF) {
		return nil, errors.New("data after the JSON value")
	}
	return value, nil
}

// Member returns what a path of members leads to; nil where it leads nowhere.
func Member(value any, path ...string) any {
	for _, name := range path {
		object, _ := value.(map[string]any)
		value = object[name]
	}
	return value
}

// TextOf returns a string without white space around it, or a number in its own
// digits; "" for everything else.
func TextOf(value any, path ...string) string {
	switch value := Member(value, path...).(type) {
	case string:
		return strings.TrimSpace(value)
	case json.Number:
		return value.String()
	}
	return ""
}

// TruthOf reads a boolean, also one that is written as a text: "true", "verified",
// "yes" and "1" are true, any other text is false. shown is false where there is none.
func TruthOf(value any, path ...string) (truth, shown bool) {
	value = Member(value, path...)
	if truth, ok := value.(bool); ok {
		return truth, true
	}
	switch strings.ToLower(TextOf(value)) {
	case "":
		return false, false
	case "true", "verified", "yes", "1":
		return true, true
	}
	return false, true
}

// TextsIn returns every text in a value of any shape, objects by their keys' order.
func TextsIn(value any) (texts []string) {
	switch value := value.(type) {
	case []any:
		for _, item := range value {
			texts = append(texts, TextsIn(item)...)
		}
	case map[string]any:
		for _, key := range slices.Sorted(maps.Keys(value)) {
			texts = append(texts, TextsIn(value[key])...)
		}
	default:
		if text := TextOf(value); text != "" {
			texts = append(texts, text)
		}
	}
	return texts
}

// IsFilled reports whether a value is an object or a list that holds something.
func IsFilled(value any) bool {
	object, _ := value.(map[string]any)
	list, _ := value.([]any)
	return len(object)+len(list) > 0
}

var (
	htmlForm  = regexp.MustCompile(`(?i)^\s*<(!doctype|html)`)
	titleForm = regexp.MustCompile(`(?is)<title[^>]*>\s*(.*?)\s*</title>`)
)

// PlainText is a body that is no JSON, as a message. Of an HTML page, which a proxy
// or a login puts in the place of a response, it is the title.
func PlainText(body []byte) string {
	text := strings.TrimSpace(string(body))
	if !htmlForm.MatchString(text) {
		return text
	}
	if title := titleForm.FindStringSubmatch(text); title != nil {
		return "an HTML page with the title " + strconv.Quote(title[1])
	}
	return "an HTML page"
}
