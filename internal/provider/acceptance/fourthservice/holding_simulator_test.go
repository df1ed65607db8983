// SPDX-License-Identifier: MPL-2.0

package fourthservice_test

import (
	"net/http"
	"slices"
	"strings"

	"github.com/domainverify/terraform-provider-domainverify/internal/sandbox/simhttp"
)

// What is not known of a service that holds records.
const switchRelease = "release"

func releaseSwitch() simhttp.Switch {
	return simhttp.NewSwitch(switchRelease, "3", "always record_gone", "whether a domain is released while the service sees its record")
}

const (
	owner    = "owner@fourth.example"
	stranger = "stranger@fourth.example"
	// strangerKey is the API key of somebody who owns no domain.
	strangerKey = "fk_of_a_stranger"
	// namelessKey is one of somebody whom the service does not name, and who owns no
	// domain.
	nameless    = "nameless"
	namelessKey = "fk_without_a_name"
)

// callerOf is whose API key came with a call, or "".
func (s *simulator) callerOf(c call) string {
	key, _ := c.Bearer("Bearer")
	return map[string]string{s.apiKey: owner, strangerKey: stranger, namelessKey: nameless}[key]
}

func (s *simulator) caller(c call) (simhttp.Response, *failure) {
	return simhttp.JSON(http.StatusOK, map[string]string{"caller": strings.TrimPrefix(s.callerOf(c), nameless)}), nil
}

// held refuses the release of a domain whose record can be seen.
func (s *simulator) held(c call, domain *simulatedDomain) *failure {
	if domain.State != "verified" || !s.Is(switchRelease, "record_gone") {
		return nil
	}
	var records []string
	name, token := domain.RecordName, domain.Token
	s.Unlocked(func() { records, _ = s.world.LookupTXT(c.Context(), name) })
	if slices.Contains(records, recordPrefix+token) {
		return refused(http.StatusConflict, "the record is still published")
	}
	return nil
}
