// SPDX-License-Identifier: MPL-2.0

package zohosim

import "context"

// method is one way to prove a domain.
type method struct {
	look func(*Sim, context.Context, domain) sight
	// missing and mismatch are the codes of a failure; only the first was seen.
	missing, mismatch string
	records           string // the member that shows what was found, if any
}

// sight is what looking from outside has found.
type sight struct {
	proven   bool
	mismatch bool     // there is something, but not the right thing
	records  []string // of the type that was looked for
	message  string
}

// methods are those of wire/zoho.md 1.5, by mode.
func methods() map[string]method {
	return map[string]method{
		"verifyDomainByTXT":   {(*Sim).lookForTXT, "TXT_RECORD_HOST_UNKNOWN", "TXT_RECORD_VALUE_MISMATCH", "txtRecord"},
		"verifyDomainByCName": {(*Sim).lookForCNAME, "CNAME_HOST_UNKNOWN", "CNAME_VALUE_MISMATCH", "cnameRecord"},
		"verifyDomainByHTML":  {(*Sim).lookForFile, "HTML_VCODE_FAILURE_WITH_ERRORCODE_AND_DESC", "HTML_VCODE_MISMATCH", ""},
	}
}

// verifyDomain answers at once. Its lookups may take seconds, during which other
// requests go on.
func (s *Sim) verifyDomain(c call) (any, *failure) {
	before, fail := s.beforeLook(c)
	if fail != nil {
		return nil, fail
	}
	if before.verified {
		return map[string]any{"status": true}, nil
	}
	m := methods()[c.field("mode")]
	var seen sight
	s.Unlocked(func() { seen = m.look(s, c.Context(), before) })
	return s.afterLook(c, m, before, seen)
}

// beforeLook returns a copy of the domain.
func (s *Sim) beforeLook(c call) (domain, *failure) {
	d, fail := s.named(c)
	switch {
	case fail != nil:
		return domain{}, fail
	case d.verified && s.Is(SwitchVerifyOfVerified, "400"):
		return domain{}, refuseSeen("error", "DOMAIN_ALREADY_VERIFIED", "Domain %s is already verified.", d.name)
	case !d.verified && s.elsewhere[d.ascii]:
		return domain{}, s.foreign(d.name)
	}
	return *d, nil
}

// afterLook asks again for everything that may have changed meanwhile.
func (s *Sim) afterLook(c call, m method, before domain, seen sight) (any, *failure) {
	d, fail := s.named(c)
	switch {
	case fail != nil:
		return nil, fail
	case s.elsewhere[d.ascii]:
		return nil, s.foreign(d.name)
	case seen.proven && d.cnameCode == before.cnameCode && d.htmlCode == before.htmlCode:
		s.verify(d)
		return map[string]any{"status": true}, nil
	}
	return s.failedLook(m, seen), nil
}

// failedLook hides behind HTTP 200 and an envelope of success (wire/zoho.md 1.5).
func (s *Sim) failedLook(m method, seen sight) map[string]any {
	data := map[string]any{"status": false, "error": m.missing, "message": seen.message}
	if seen.mismatch && s.Is(SwitchMismatchCode, "own_code") {
		data["error"] = m.mismatch
	}
	if m.records != "" {
		data[m.records] = s.foundRecords(seen.records)
	}
	return data
}

// foundRecords has elements of an unknown type; the samples have none.
func (s *Sim) foundRecords(records []string) []any {
	found := []any{}
	for _, record := range records {
		switch s.Value(SwitchFoundRecords) {
		case "strings":
			found = append(found, record)
		case "objects":
			found = append(found, map[string]any{"value": record})
		}
	}
	return found
}
