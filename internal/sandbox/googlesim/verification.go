// SPDX-License-Identifier: MPL-2.0

package googlesim

import (
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"github.com/domainverify/terraform-provider-domainverify/internal/sandbox/simhttp"
)

// readSite is the domain of a body that a method verifies. Without a site, the type is
// SITE (wire/google.md 1.2).
func (s *Sim) readSite(c call, method string) (string, *failure) {
	var sent simhttp.Fields
	kind, identifier := "SITE", ""
	wrong := c.body.Read(simhttp.Optional("site", &sent))
	if wrong == nil {
		wrong = sent.Read(simhttp.Optional("type", &kind), simhttp.Optional("identifier", &identifier))
	}
	switch {
	case wrong != nil:
		return "", invalid(wrong.Error())
	case method != MethodTXT && method != MethodCNAME:
		return "", invalid("Invalid verification method: " + method)
	case kind != "INET_DOMAIN":
		return "", refuse(http.StatusBadRequest, "badRequest", fmt.Sprintf("You cannot use the verification method %s to verify a site of type %s", method, kind))
	}
	return s.domainName(identifier)
}

func (s *Sim) getToken(c call) (any, *failure) {
	var method string
	if wrong := c.body.Read(simhttp.Required("verificationMethod", &method)); wrong != nil {
		return nil, invalid(wrong.Error())
	}
	name, fail := s.readSite(c, method)
	if fail != nil {
		return nil, fail
	}
	if s.Is(SwitchTokenStability, "new_each_time") {
		s.generations[generation(c.who.Email, name, method)]++
	}
	return map[string]string{"method": method, "token": s.record(c.who.Email, name, method).token}, nil
}

// insert verifies (wire/google.md 1.4).
func (s *Sim) insert(c call) (any, *failure) {
	method := c.URL.Query().Get("verificationMethod")
	name, fail := s.readSite(c, method)
	if fail != nil {
		return nil, fail
	}
	var owners []string
	if wrong := c.body.Read(simhttp.Optional("owners", &owners)); wrong != nil {
		return nil, invalid(wrong.Error())
	}
	again := s.site(name).owner(c.who.Email) != nil && s.Is(SwitchInsertVerified, "200")
	if !again && !s.visible(c.Context(), s.record(c.who.Email, name, method)) {
		if s.Is(SwitchBackendTrouble, "503") {
			return nil, refuse(http.StatusServiceUnavailable, "backendError", "An unexpected error occurred. Please try your request again.")
		}
		return nil, refuse(http.StatusBadRequest, "badRequest", "The necessary verification token could not be found on your site.")
	}
	s.addOwner(name, c.who.Email, false)
	for _, email := range owners {
		s.addOwner(name, email, email != c.who.Email)
	}
	return s.resource(s.site(name)), nil
}

// resource is wire/google.md 1.2.
func (s *Sim) resource(t *site) map[string]any {
	id := "dns://" + t.name
	if s.Is(SwitchIDForm, "encoded") {
		id = url.QueryEscape(id)
	}
	owners := []string{}
	for _, o := range t.owners {
		owners = append(owners, o.email)
	}
	return map[string]any{"id": id, "site": map[string]string{"type": "INET_DOMAIN", "identifier": t.name}, "owners": owners}
}

func (s *Sim) list(c call) (any, *failure) {
	items := []any{}
	for _, t := range s.sites {
		if t.owner(c.who.Email) != nil {
			items = append(items, s.resource(t))
		}
	}
	if len(items) == 0 && s.Is(SwitchEmptyList, "no_items") {
		return map[string]any{}, nil
	}
	return map[string]any{"items": items}, nil
}

// named is the name of the path's id, which may have come encoded twice.
func (s *Sim) named(c call) (string, *failure) {
	id := c.PathValue("id")
	if again, err := url.PathUnescape(id); err == nil && again != id && s.Is(SwitchDoubleEncodedID, "accepted") {
		id = again
	}
	identifier, isDomain := strings.CutPrefix(id, "dns://")
	if !isDomain {
		status := http.StatusBadRequest
		if !s.Is(SwitchDoubleEncodedID, "accepted") {
			status = s.Number(SwitchDoubleEncodedID)
		}
		return "", refuse(status, "invalidParameter", "Invalid site: "+id)
	}
	return s.domainName(identifier)
}

// owned is the site of the path, which the caller has to own.
func (s *Sim) owned(c call) (*site, *failure) {
	name, fail := s.named(c)
	if fail != nil {
		return nil, fail
	}
	if t := s.site(name); t.owner(c.who.Email) != nil {
		return t, nil
	}
	reason := "forbidden"
	if s.Is(SwitchUnowned, "404") {
		reason = "notFound"
	}
	return nil, refuse(s.Number(SwitchUnowned), reason, "You are not an owner of this site.")
}

func (s *Sim) get(c call) (any, *failure) {
	t, fail := s.owned(c)
	if fail != nil {
		return nil, fail
	}
	return s.resource(t), nil
}

// update replaces the owners (wire/google.md 1.5).
func (s *Sim) update(c call) (any, *failure) {
	t, fail := s.owned(c)
	if fail != nil {
		return nil, fail
	}
	var owners []string
	identifier, fail := s.readSite(c, MethodTXT)
	if wrong := c.body.Read(simhttp.Required("owners", &owners)); wrong != nil {
		return nil, invalid(wrong.Error())
	}
	switch {
	case fail != nil:
		return nil, fail
	case identifier != t.name:
		return nil, invalid("The site does not match the id.")
	case !slices.Contains(owners, c.who.Email):
		return nil, invalid("You cannot remove yourself from the owners.")
	}
	var removed []string
	var proofs []record
	// Adding was refused too while another owner had a visible record.
	adds := slices.ContainsFunc(owners, func(email string) bool { return t.owner(email) == nil })
	for _, o := range t.owners {
		removes := !slices.Contains(owners, o.email)
		if removes {
			removed = append(removed, o.email)
		}
		if removes || adds && o.email != c.who.Email {
			proofs = append(proofs, s.records(o.email, t.name)...)
		}
	}
	if s.visible(c.Context(), proofs...) {
		return nil, refuse(http.StatusBadRequest, "badRequest",
			"You cannot unverify this site owner until all associated verification tokens (meta tags, HTML files, DNS records) are removed from your site.")
	}
	if t, fail = s.owned(c); fail != nil {
		return nil, fail
	}
	for _, email := range owners {
		if t.owner(email) == nil {
			s.addOwner(t.name, email, true)
		}
	}
	for _, email := range removed {
		s.removeOwner(t, email)
	}
	return s.resource(t), nil
}

// delete unverifies (wire/google.md 1.6).
func (s *Sim) delete(c call) (any, *failure) {
	name, fail := s.named(c)
	if fail != nil {
		return nil, fail
	}
	if s.site(name).owner(c.who.Email) == nil && s.Is(SwitchSecondDelete, "204") {
		return nil, nil
	}
	if _, fail = s.owned(c); fail != nil {
		return nil, fail
	}
	if !s.Is(SwitchDeleteLooksAt, "never") && s.visible(c.Context(), s.records(c.who.Email, name)...) {
		return nil, refuse(http.StatusBadRequest, "badRequest", "You cannot unverify your ownership of this site until your verification token "+
			"(meta tag, HTML file, Google Analytics tracking code, Google Tag Manager container code, or DNS record) has been removed.")
	}
	t, fail := s.owned(c)
	if fail != nil {
		return nil, fail
	}
	s.removeOwner(t, c.who.Email)
	if s.Is(SwitchTokenStability, "new_after_delete") {
		for _, method := range []string{MethodTXT, MethodCNAME} {
			s.generations[generation(c.who.Email, name, method)]++
		}
	}
	return nil, nil
}
