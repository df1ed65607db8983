// SPDX-License-Identifier: MPL-2.0

package fourthservice_test

import (
	"fmt"
	"net/http"
	"strings"
	"time"

	"github.com/domainverify/terraform-provider-domainverify/internal/sandbox/simhttp"
)

// What is not known of a service where domains follow from others, and releases last.
const (
	switchSubdomain   = "subdomain_of_verified"
	switchReleaseTime = "release_time"
)

// releaseTime is how long a release lasts that is not over at once.
const releaseTime = 10 * time.Minute

func subdomainSwitch() simhttp.Switch {
	return simhttp.NewSwitch(switchSubdomain, "4", "needs_record born_verified", "whether a subdomain of a verified domain is verified when it is added")
}

func releaseTimeSwitch() simhttp.Switch {
	return simhttp.NewSwitch(switchReleaseTime, "5", "none long", "whether a release is over at once")
}

func (s *simulator) isBornVerified(name string) bool {
	_, parent, _ := strings.Cut(name, ".")
	root := s.domains[parent]
	return root != nil && root.State == "verified" && s.Is(switchSubdomain, "born_verified")
}

// unverify makes a domain pending, which has a record from then on.
func (s *simulator) unverify(domain *simulatedDomain) {
	domain.State = "pending"
	if domain.Token == "" {
		domain.RecordName = s.recordName(domain.Name)
		s.issue(domain)
	}
}

// users are those that a release without force meets.
func users(domain string) (users []string) {
	for n := range 14 {
		users = append(users, fmt.Sprintf("user%d@%s", n, domain))
	}
	return users
}

// inUse refuses a release that users stand in the way of, and one that is under way.
func (s *simulator) inUse(domain *simulatedDomain, force bool) *failure {
	switch {
	case domain.State == "releasing":
		return refused(http.StatusBadRequest, "the domain is being released")
	case len(domain.Users) > 0 && !force:
		return &failure{status: http.StatusConflict, Message: "the domain is in use", Users: domain.Users[:3], UserCount: len(domain.Users)}
	}
	return nil
}

// release removes a domain, later where users have to be renamed first.
func (s *simulator) release(domain *simulatedDomain, force bool) (simhttp.Response, *failure) {
	if force && len(domain.Users) > 0 || s.Is(switchReleaseTime, "long") {
		domain.State, domain.goneAt = "releasing", s.world.Now().Add(releaseTime)
		return simhttp.JSON(http.StatusAccepted, s.show(domain)), nil
	}
	delete(s.domains, domain.Name)
	return simhttp.Answer(nil), nil
}

// endReleases removes the domains whose release is over by now.
func (s *simulator) endReleases() {
	for name, domain := range s.domains {
		if domain.State == "releasing" && !s.world.Now().Before(domain.goneAt) {
			delete(s.domains, name)
		}
	}
}
