// SPDX-License-Identifier: MPL-2.0

package zoho

import (
	"encoding/json"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// apiMessages are what Zoho says in an answer, wherever it says it. A failure has
// been seen to name its cause in data.error, data.errorCode, data.moreInfo,
// data.message or the envelope's description; throttle answers of sister
// products, and the accounts server, have their own places beside data.
type apiMessages struct {
	// status is that of the envelope.
	status int
	// bare: there is an error beside or without the envelope.
	bare bool
	// codes are for machines (INVALID_OAUTHTOKEN), texts for people.
	codes, texts []string
}

var (
	codeForm = regexp.MustCompile(`^[A-Za-z0-9]+(_[A-Za-z0-9]+)+$`)
	// title of an HTML page in place of an answer.
	titleForm = regexp.MustCompile(`(?is)<title[^>]*>\s*(.*?)\s*</title>`)
	htmlForm  = regexp.MustCompile(`(?i)^\s*<(!doctype|html)`)
)

// messageMembers are the members that hold words or more such members.
var messageMembers = [...]string{
	"error", "errorCode", "error_code", "errorcode", "title", "errors",
	"moreInfo", "message", "error_description", "details",
}

func parseMessages(body []byte) apiMessages {
	opened := openEnvelope(body)
	messages := apiMessages{status: opened.Code}
	var outer map[string]json.RawMessage
	if json.Unmarshal(body, &outer) != nil {
		messages.add(plainText(strings.TrimSpace(string(body))))
		return messages
	}
	messages.bare = textOf(outer["error"]) != "" || isFilled(outer["error"]) || isFilled(outer["errors"])
	messages.collect(body)
	messages.collect(opened.Data)
	if text := textOf(opened.Data); text != "" {
		messages.add(text)
	}
	switch strings.ToLower(opened.Description) {
	case "success", "created", "ok":
	default:
		messages.add(opened.Description)
	}
	return messages
}

// messagesIn hears the data of an answer with success.
func messagesIn(answer envelope) apiMessages {
	messages := apiMessages{status: answer.Code}
	messages.collect(answer.Data)
	return messages
}

// collect takes the words out of an object, a list of them, or a list of texts.
func (w *apiMessages) collect(raw json.RawMessage) {
	var object map[string]json.RawMessage
	var list []json.RawMessage
	if json.Unmarshal(raw, &object) == nil {
		for _, place := range messageMembers {
			if text := textOf(object[place]); text != "" {
				w.add(text)
				continue
			}
			w.collect(object[place])
		}
	} else if json.Unmarshal(raw, &list) == nil {
		for _, item := range list {
			if text := textOf(item); text != "" {
				w.add(text)
				continue
			}
			w.collect(item)
		}
	}
}

// without returns all that was said but for the domain's name, which can look
// like a word of Zoho's.
func (w apiMessages) without(domain string) string {
	return strings.ReplaceAll(strings.ToLower(w.all()), domain, "")
}

func (w apiMessages) all() string { return strings.Join(slices.Concat(w.codes, w.texts), "; ") }

func (w *apiMessages) add(text string) {
	switch {
	case text == "" || slices.Contains(w.codes, text) || slices.Contains(w.texts, text):
	case codeForm.MatchString(text):
		w.codes = append(w.codes, text)
	default:
		w.texts = append(w.texts, text)
	}
}

// failed: the answer is a failure, whatever its HTTP status.
func (w apiMessages) failed(httpStatus int) bool { return httpStatus >= 400 || w.status >= 400 }

// has reports whether some code holds part. Codes that stand inside of a
// text count as well.
func (w apiMessages) has(part string) bool {
	return slices.ContainsFunc(slices.Concat(w.codes, w.texts), func(said string) bool { return strings.Contains(strings.ToUpper(said), part) })
}

// isEmpty: nothing is said but the name of the status.
func (w apiMessages) isEmpty() bool {
	return len(w.codes) == 0 && !slices.ContainsFunc(w.texts, func(said string) bool { return !strings.EqualFold(said, "unauthorized") })
}

// match reports whether the form fits something that was said for people.
func (w apiMessages) match(form *regexp.Regexp) bool { return form.MatchString(w.String()) }

// code is the first one.
func (w apiMessages) code() string {
	if len(w.codes) == 0 {
		return ""
	}
	return w.codes[0]
}

// String is everything but the first code.
func (w apiMessages) String() string {
	said := slices.Clone(w.texts)
	if len(w.codes) > 1 {
		said = append(said, w.codes[1:]...)
	}
	return joinSentences(said)
}

// joinSentences joins what was said; a text that ends a sentence needs no more.
func joinSentences(said []string) string {
	var joined strings.Builder
	for i, text := range said {
		joined.WriteString(text)
		if i == len(said)-1 {
			break
		}
		if !strings.HasSuffix(text, ".") && !strings.HasSuffix(text, "!") && !strings.HasSuffix(text, "?") {
			joined.WriteString(";")
		}
		joined.WriteString(" ")
	}
	return joined.String()
}

// isFilled: an object or list that holds something.
func isFilled(raw json.RawMessage) bool {
	var object map[string]json.RawMessage
	var list []json.RawMessage
	return json.Unmarshal(raw, &object) == nil && len(object) > 0 || json.Unmarshal(raw, &list) == nil && len(list) > 0
}

func plainText(text string) string {
	if !htmlForm.MatchString(text) {
		return text
	}
	if title := titleForm.FindStringSubmatch(text); title != nil {
		return "an HTML page with the title " + strconv.Quote(title[1])
	}
	return "an HTML page"
}

// wholeNumber is 0 for what is none.
func wholeNumber(text string) int {
	number, _ := strconv.Atoi(text)
	return number
}
