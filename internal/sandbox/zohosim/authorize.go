// SPDX-License-Identifier: MPL-2.0

package zohosim

import (
	"net/http"
	"strconv"
	"strings"
)

// admit decides by the header and the organization of the path, before anything else
// is looked at. Every call with a live token counts against the organization's budget.
func (s *Sim) admit(r *http.Request, e endpoint) *failure {
	zoid := r.PathValue("zoid")
	if _, err := strconv.ParseInt(zoid, 10, 64); zoid != "" && err != nil {
		return noSuchURL() // the documented path has a number there (wire/zoho.md 1)
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	value, ok := strings.CutPrefix(r.Header.Get("Authorization"), "Zoho-oauthtoken ")
	if !ok {
		return probed(http.StatusBadRequest, "INVALID_TICKET", "Invalid ticket")
	}
	token := s.live(value)
	if token == nil {
		return probed(http.StatusUnauthorized, "INVALID_OAUTHTOKEN", "")
	}
	if fail := s.countCall(r); fail != nil {
		return fail
	}
	switch {
	case !grants(token.scopes, e.scope):
		return s.missingScope()
	case !token.admin, zoid != "" && zoid != s.config.OrganizationID:
		return s.notAdministrator()
	}
	return nil
}

// missingScope has its code from a client (wire/zoho.md 2) and its status from nobody.
func (s *Sim) missingScope() *failure {
	value := s.switches.Value(SwitchMissingScope)
	status, err := strconv.Atoi(value)
	if err != nil { // url_rule, as other Zoho products answer
		return noSuchURL()
	}
	return probed(status, "INVALID_OAUTHSCOPE", "")
}

// notAdministrator is also for the number of an organization that is not the token's:
// nobody is its administrator.
func (s *Sim) notAdministrator() *failure {
	fail := s.bySwitch(SwitchNotAdministrator, "", "")
	return &failure{status: fail.status, live: true, body: invalidAccess(fail.status)}
}

// invalidAccess has that description whatever the status (wire/zoho.md 2).
func invalidAccess(code int) envelope {
	var e envelope
	e.Status.Code, e.Status.Description = code, "Invalid Access"
	return e
}
