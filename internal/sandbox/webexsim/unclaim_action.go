// SPDX-License-Identifier: MPL-2.0

package webexsim

import (
	"encoding/base64"
	"net/http"
)

// unclaimDomain is wire/webex.md 1.5: 204 without a body, the domain stays verified and
// enforcement as it was.
func (s *Sim) unclaimDomain(c call) (any, *failure) {
	var request struct {
		Domain string `json:"domain"`
	}
	if fail := decode(c.body, &request); fail != nil {
		return nil, fail
	}
	if request.Domain == "" {
		return nil, refuse(http.StatusBadRequest, "domain is required")
	}
	sent, fail := s.decodeUnclaim(request.Domain)
	if fail != nil {
		return nil, fail
	}
	name, fail := s.domainName(sent)
	if fail != nil {
		return nil, fail
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	d := s.own.domain(name)
	if !d.claimed {
		value := s.switches.Value(SwitchUnclaimOfUnclaimed)
		if value == "204" {
			return nil, nil
		}
		return nil, refuseBySwitch(value, "Domain %s is not claimed.", name)
	}
	d.claimed = false
	s.changed(s.own)
	return nil, nil
}

// decodeUnclaim tells the two spellings apart by the dot, which base64 has not and
// no domain that can be claimed is without.
func (s *Sim) decodeUnclaim(sent string) (string, *failure) {
	decoded, err := base64.StdEncoding.DecodeString(sent)
	encoding := s.switches.Value(SwitchUnclaimEncoding)
	if (err == nil) == (encoding == "base64") || encoding == "either" {
		if err == nil {
			return string(decoded), nil
		}
		return sent, nil
	}
	return "", refuse(http.StatusBadRequest, "The parameter domain is invalid: %s", sent)
}
