// SPDX-License-Identifier: MPL-2.0

package figures_test

import (
	"fmt"
	"strings"
)

// subject is a service with many verified domains.
type subject struct {
	name string
	// add is the operation of the control API that adds a verified domain, or all of them, and its body.
	add, body string
	bulk      bool
	claims    bool
	// most is how many domains an organization may have; 0 is any number.
	most int
	// perPage is how many domains the service lists on a page; 0 is all.
	perPage int
	// calls is how many there are beside the pages.
	calls int
}

// services have the goals of the figures: three calls at every size, or one for each page, where the service has pages,
// besides an access token.
func services() []subject {
	return []subject{
		{name: "webex", add: "/webex/domains", body: `{"domains":[DOMAINS],"claimed":true}`, bulk: true, claims: true, calls: 2},
		{name: "workos", add: "/workos/domains", body: `{"domain":DOMAIN,"state":"verified"}`, calls: 2},
		{name: "zoho", add: "/zoho/domains", body: `{"domain":DOMAIN,"verified":true}`, most: 30, calls: 2},
		{name: "github", add: "/github/domains", body: `{"domain":DOMAIN,"owner":"organization","verified":true}`, perPage: 100},
		{name: "google", add: "/google/owners", body: `{"domain":DOMAIN,"email":"terraform@acme-project.iam.gserviceaccount.com"}`, calls: 1},
		{name: "entra", add: "/entra/domains", body: `{"domain":DOMAIN,"verified":true}`, perPage: 100, calls: 1},
	}
}

// sizes are those of the sizes that an organization can have.
func (s subject) sizes(sizes ...int) []int {
	if s.most > 0 {
		return []int{s.most}
	}
	return sizes
}

func (s subject) goal(domains int) int {
	if s.perPage == 0 {
		return 1 + s.calls
	}
	return (domains+s.perPage-1)/s.perPage + s.calls
}

// bodies add all the domains.
func (s subject) bodies(domains []string) (all []string) {
	var quoted []string
	for _, domain := range domains {
		quoted = append(quoted, fmt.Sprintf("%q", domain))
	}
	if s.bulk {
		return []string{strings.ReplaceAll(s.body, "DOMAINS", strings.Join(quoted, ","))}
	}
	for _, domain := range quoted {
		all = append(all, strings.ReplaceAll(s.body, "DOMAIN", domain))
	}
	return all
}
