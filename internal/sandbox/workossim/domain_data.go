// SPDX-License-Identifier: MPL-2.0

package workossim

import (
	"encoding/json"
	"fmt"
	"net/http"
	"slices"
)

// domainData is a domain that an organization is declared to have.
type domainData struct {
	Domain string `json:"domain"`
	State  string `json:"state"`

	ascii string
}

// domainDataFields refuses what the description of an entry does not have.
type domainDataFields map[string]string

// UnmarshalJSON implements json.Unmarshaler.
func (d *domainDataFields) UnmarshalJSON(raw []byte) error {
	var fields map[string]string
	if err := json.Unmarshal(raw, &fields); err != nil {
		return err
	}
	for name := range fields {
		if name != "domain" && name != "state" {
			return fmt.Errorf("property %s should not exist", name)
		}
	}
	return nil
}

// readDomainData reads domain_data, or the deprecated list of names, which makes
// domains legacy_verified (wire/workos.md 1.3).
func (s *Sim) readDomainData(c call, _ *organization, f *organizationFields) *failure {
	var names []string
	if fail := c.optional("domains", &names); fail != nil {
		return messageOnly(fail)
	}
	for _, name := range names {
		f.domains = append(f.domains, domainData{Domain: name, State: StateLegacyVerified})
	}
	var sent []domainData
	for _, into := range []any{&sent, new([]domainDataFields)} {
		if fail := c.optional("domain_data", into); fail != nil {
			return messageOnly(fail)
		}
	}
	for _, data := range sent {
		if data.State != StatePending && data.State != StateVerified {
			return messageOnly(invalid("domain_data.state must be one of pending, verified."))
		}
	}
	f.domains = append(f.domains, sent...)
	f.replacesDomains = c.has("domains") || c.has("domain_data")
	for i := range f.domains {
		_, ascii, fail := s.domainName(f.domains[i].Domain)
		if fail != nil {
			return messageOnly(fail)
		}
		f.domains[i].ascii = ascii
	}
	return nil
}

// refuseDomainInUse is how creating an organization answered in 2020 (wire/workos.md 2.1).
func (s *Sim) refuseDomainInUse(key *apiKey, sent []domainData) *failure {
	if s.Is(SwitchDomainInUse, "allowed") {
		return nil
	}
	for _, d := range s.domains() {
		inUse := func(data domainData) bool { return data.ascii == d.ascii }
		if d.organization.environment == key.environment && slices.ContainsFunc(sent, inUse) {
			return declared(http.StatusConflict, "", "An Organization with the domain %s already exists.", d.name)
		}
	}
	return nil
}

// replaceDomains makes the set what was sent: whatever is left out is deleted
// (wire/workos.md 2).
func (s *Sim) replaceDomains(o *organization, sent []domainData, by actor) {
	for _, d := range slices.Clone(o.domains) {
		if !slices.ContainsFunc(sent, func(data domainData) bool { return data.ascii == d.ascii }) {
			s.remove(d, by)
		}
	}
	for _, data := range sent {
		if d := o.find(data.ascii); d != nil {
			s.declareAgain(d, data.State, by)
			continue
		}
		if d, fail := s.newDomain(o, data.Domain, strategyManual); fail == nil {
			s.declare(d, data.State)
			s.emit("organization_domain.created", d, s.object(d), by, d.created)
		}
	}
}

// declareAgain meets a domain that exists; what becomes of one that waits for its
// record is unknown.
func (s *Sim) declareAgain(d *domain, state string, by actor) {
	waits := d.state == StatePending && d.strategy == strategyDNS
	switch {
	case state == StateVerified && !d.verified(), waits && s.Is(SwitchDomainDataResent, "becomes_manual"):
		s.change(d, by, s.config.Now(), func() {
			d.strategy, d.token, d.prefix = strategyManual, "", ""
			s.declare(d, state)
		})
	}
}

// declare sets a state without DNS: manual domains have no token (wire/workos.md 2), the
// legacy ones no strategy either.
func (s *Sim) declare(d *domain, state string) {
	d.watched = false
	switch state {
	case StatePending:
		s.begin(d, s.config.Now())
	case StateLegacyVerified:
		d.state, d.strategy = state, ""
	default:
		d.state = state
	}
}
