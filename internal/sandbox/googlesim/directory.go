// SPDX-License-Identifier: MPL-2.0

package googlesim

import (
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/domainverify/terraform-provider-domainverify/internal/sandbox/simhttp"
)

// workspaceDomain is wire/google.md 3.
type workspaceDomain struct {
	name         string
	primary      bool
	users        uint
	created      time.Time
	verifiedFrom time.Time // zero is never
}

// flagDelay is how long the flag takes under the switch.
const flagDelay = time.Hour

func (s *Sim) verified(d *workspaceDomain) bool {
	return !d.verifiedFrom.IsZero() && !s.Now().Before(d.verifiedFrom)
}

// siteVerified is what Site Verification does to the flag of a Workspace domain.
func (s *Sim) siteVerified(name string, who Identity) {
	d := s.workspaceDomain(name)
	if d == nil || !who.Admin || s.Is(SwitchDirectoryFlag, "console_only") || !d.verifiedFrom.IsZero() {
		return
	}
	d.verifiedFrom = s.Now()
	if s.Is(SwitchDirectoryFlag, "delayed") {
		d.verifiedFrom = s.Now().Add(flagDelay)
	}
}

func (s *Sim) workspaceDomain(name string) *workspaceDomain {
	for _, d := range s.directory {
		if d.name == name {
			return d
		}
	}
	return nil
}

func (s *Sim) addDomain(c call) (any, *failure) {
	var sent string
	if wrong := c.body.Read(simhttp.Required("domainName", &sent)); wrong != nil {
		return nil, invalid(wrong.Error())
	}
	name, ok := simhttp.HostName(sent)
	if !ok {
		return nil, invalid("Invalid Input: domain_name")
	}
	if s.workspaceDomain(name) != nil || s.elsewhere[name] {
		reason := "duplicate"
		if s.Is(SwitchDuplicate, "409_conflict") {
			reason = "conflict"
		}
		return nil, refuse(s.Number(SwitchDuplicate), reason, "Domain already exists.")
	}
	d := &workspaceDomain{name: name, created: s.Now()}
	if s.Is(SwitchBornVerified, "when_admin_owns") && s.site(name).owner(c.who.Email) != nil {
		d.verifiedFrom = s.Now()
	}
	s.directory = append(s.directory, d)
	return s.domainObject(d), nil
}

func (s *Sim) domainObject(d *workspaceDomain) map[string]any {
	return map[string]any{
		"kind": "admin#directory#domain", "etag": strconv.Quote(d.name), "domainName": d.name, "verified": s.verified(d), "isPrimary": d.primary,
		"creationTime": strconv.FormatInt(d.created.UnixMilli(), 10),
	}
}

func (s *Sim) listDomains(call) (any, *failure) {
	domains := []any{}
	for _, d := range s.directory {
		domains = append(domains, s.domainObject(d))
	}
	return map[string]any{"kind": "admin#directory#domains", "etag": strconv.Quote("domains"), "domains": domains}, nil
}

func (s *Sim) findDomain(c call) (*workspaceDomain, *failure) {
	if d := s.workspaceDomain(strings.ToLower(c.PathValue("name"))); d != nil {
		return d, nil
	}
	reason := "forbidden"
	if _, named, found := strings.Cut(s.Value(SwitchDirectoryMissing), "_"); found {
		reason = named
	}
	return nil, refuse(s.Number(SwitchDirectoryMissing), reason, "Domain not found.")
}

func (s *Sim) getDomain(c call) (any, *failure) {
	d, fail := s.findDomain(c)
	if fail != nil {
		return nil, fail
	}
	return s.domainObject(d), nil
}

func (s *Sim) deleteDomain(c call) (any, *failure) {
	d, fail := s.findDomain(c)
	switch {
	case fail != nil:
		return nil, fail
	case d.primary || d.users > 0:
		reasons := map[int]string{http.StatusPreconditionFailed: "conditionNotMet", http.StatusForbidden: "forbidden", http.StatusBadRequest: "invalid"}
		status := s.Number(SwitchDirectoryInUse)
		return nil, refuse(status, reasons[status], "Domain is primary or has users.")
	}
	s.removeDomain(d)
	return nil, nil
}

func (s *Sim) removeDomain(d *workspaceDomain) {
	s.directory = slices.DeleteFunc(s.directory, func(other *workspaceDomain) bool { return other == d })
}
