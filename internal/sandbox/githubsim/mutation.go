// SPDX-License-Identifier: MPL-2.0

package githubsim

import (
	"fmt"
	"strings"
)

// mutations are the fields of Mutation (wire/github.md 1.4).
func (s *Sim) mutations(c *call) object {
	all := object{typeName: "Mutation"}
	add := func(field string, mutate func(input map[string]any) (object, *refusal)) {
		all[field] = resolver(func(arguments map[string]any) (any, *refusal) {
			input, _ := arguments["input"].(map[string]any)
			payload, refused := mutate(input)
			if payload == nil {
				return nil, refused
			}
			payload[typeName] = strings.ToUpper(field[:1]) + field[1:] + "Payload"
			payload["clientMutationId"] = input["clientMutationId"]
			return payload, refused
		})
	}
	add("addVerifiableDomain", func(input map[string]any) (object, *refusal) { return s.addDomain(c, input) })
	for field, mutate := range map[string]func(*call, *domain) (object, *refusal){
		"verifyVerifiableDomain":          s.verifyDomain,
		"regenerateVerifiableDomainToken": s.regenerateToken,
		"deleteVerifiableDomain":          s.deleteDomain,
	} {
		add(field, func(input map[string]any) (object, *refusal) {
			d, refused := s.domainOfID(c, input["id"], field)
			switch {
			case refused == nil:
				return mutate(c, d)
			case field == "deleteVerifiableDomain" && refused.Type == "NOT_FOUND" && s.Is(SwitchDeleteUnknown, "success"):
				return object{"owner": nil}, nil
			case field == "deleteVerifiableDomain" && refused.Type == "NOT_FOUND" && s.Is(SwitchDeleteUnknown, "unprocessable"):
				return nil, unprocessable("%s", refused.Message)
			}
			return nil, refused
		})
	}
	return all
}

func unprocessable(format string, args ...any) *refusal {
	return &refusal{Type: "UNPROCESSABLE", Message: fmt.Sprintf(format, args...)}
}

func (s *Sim) domainPayload(c *call, d *domain) object { return object{"domain": s.domainObject(c, d)} }

func (s *Sim) addDomain(c *call, input map[string]any) (object, *refusal) {
	o := s.findOwner(func(o *owner) bool { return o.id == input["ownerId"] })
	if o == nil {
		return nil, &refusal{Type: "NOT_FOUND", Message: fmt.Sprintf("Could not resolve to VerifiableDomainOwner node with the global id of '%v'.", input["ownerId"])}
	}
	if refused := s.admit(c, o, "addVerifiableDomain", o.adminScope()); refused != nil {
		return nil, refused
	}
	ascii, ok := parseName(fmt.Sprint(input["domain"]))
	switch existing := s.ownedBy(o, ascii); {
	case !ok:
		return nil, unprocessable("Domain is not a valid domain name")
	case existing != nil && s.Is(SwitchAddExisting, "error"):
		return nil, unprocessable("Domain %s already exists for this account", ascii)
	case existing != nil && s.Is(SwitchAddExisting, "existing"):
		return s.domainPayload(c, existing), nil
	case s.heldElsewhere(ascii):
		return nil, unprocessable("Domain %s is verified by another account", ascii)
	}
	return s.domainPayload(c, s.newDomain(o, ascii)), nil
}

func (s *Sim) heldElsewhere(ascii string) bool {
	held := s.find(func(d *domain) bool { return d.Domain == ascii && d.Verified && d.Owner == ForOther })
	return held != nil && s.Is(SwitchHeldElsewhere, "error")
}

func (s *Sim) verifyDomain(c *call, d *domain) (object, *refusal) {
	switch {
	case d.Verified && s.Is(SwitchVerifyVerified, "error"):
		return nil, unprocessable("Domain %s is already verified", d.Domain)
	case d.Verified:
		return s.domainPayload(c, d), nil
	case s.heldElsewhere(d.Domain):
		return nil, unprocessable("Domain %s is verified by another account", d.Domain)
	case s.expired(d) && s.Is(SwitchVerifyExpired, "refused"):
		return nil, unprocessable("The verification token of %s has expired", d.Domain)
	}
	before := d.Token
	seen := s.look(c.Context(), d)
	if _, refused := s.domainOfID(c, d.ID, "verifyVerifiableDomain"); refused != nil { // deleted meanwhile
		return nil, refused
	}
	d.seen, d.updated = seen, s.Now()
	d.Verified = seen.token && d.Token == before && (!s.expired(d) || s.Is(SwitchVerifyExpired, "accepted"))
	missing := unprocessable("Could not verify %s: no matching DNS TXT record was found", d.Domain)
	switch {
	case d.Verified || s.expired(d) || s.Is(SwitchVerifyWithoutRecord, "unverified_payload"):
		return s.domainPayload(c, d), nil
	case s.Is(SwitchVerifyWithoutRecord, "error_with_domain"):
		return s.domainPayload(c, d), missing
	}
	return nil, missing
}

func (s *Sim) regenerateToken(_ *call, d *domain) (object, *refusal) {
	switch {
	case d.Verified:
		return nil, unprocessable("Domain %s is already verified", d.Domain)
	case s.expired(d) || s.Is(SwitchRegenerateUnexpired, "new_token"):
		s.rotate(d)
	}
	return object{"verificationToken": d.Token}, nil
}

func (s *Sim) deleteDomain(c *call, d *domain) (object, *refusal) {
	if s.required(d) && s.Is(SwitchDeleteRequired, "error") {
		return nil, unprocessable("Domain %s is required for the policy of %s", d.Domain, d.owner.name)
	}
	s.remove(d)
	return object{"owner": s.ownerObject(c, d.owner)}, nil
}
