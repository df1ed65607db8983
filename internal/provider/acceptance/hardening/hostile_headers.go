// SPDX-License-Identifier: MPL-2.0

package hardening

import (
	"net/http"
	"slices"
)

// headers are those that clients read of a response, and what each of them can become:
// numbers and dates, or texts. They are read with a status, 0 for that of the response.
var headers = []struct {
	names    []string
	statuses []int
	texts    []hostileText
}{
	{[]string{"Retry-After"}, []int{http.StatusTooManyRequests, http.StatusServiceUnavailable}, hostileTimes},
	{[]string{"X-Ratelimit-Reset"}, []int{0, http.StatusForbidden}, hostileTimes},
	{[]string{"Location", "Link"}, []int{http.StatusTemporaryRedirect}, slices.Concat(hostileAddresses, hostileTexts)},
	{
		[]string{"Content-Type", "Trackingid", "X-Request-Id", "X-Github-Request-Id", "X-Github-Sso", "Www-Authenticate", "X-Ratelimit-Remaining"},
		[]int{0, http.StatusBadRequest, http.StatusForbidden},
		slices.Concat([]hostileText{{"nothing", ""}}, hostileTexts),
	},
}

var hostileTimes = []hostileText{
	{"nothing", ""},
	{"negative", "-1"},
	{"zero", "0"},
	{"years", "315360000"},
	{"more than a number has", "99999999999999999999"},
	{"a fraction", "1e308"},
	{"long past", "Mon, 02 Jan 2006 15:04:05 GMT"},
	{"in centuries", "Fri, 31 Dec 9999 23:59:59 GMT"},
	{"control characters", hostileTexts[0].text},
}

var hostileAddresses = []hostileText{
	{"foreign", "https://" + foreignZone + "/"},
	{"file", "file:///etc/passwd"},
	{"this page", "?"},
}

// hostileHeaderKinds are all that headers can become.
func hostileHeaderKinds() (all []kind) {
	for _, h := range headers {
		for _, status := range h.statuses {
			for _, hostile := range h.texts {
				all = append(all, kind{
					name: h.names[0] + ": " + hostile.name,
					lie:  &lie{of: func(any) string { return hostile.text }, headers: h.names, status: status},
				})
			}
		}
	}
	return all
}

// inHeaders puts a lie into the headers. One who is told when a limit ends is told that
// there is one.
func (l *lie) inHeaders(header http.Header) {
	if slices.Contains(l.headers, "X-Ratelimit-Reset") {
		header.Set("X-Ratelimit-Remaining", "0")
	}
	for _, name := range l.headers {
		header.Set(name, l.of(nil))
	}
}
