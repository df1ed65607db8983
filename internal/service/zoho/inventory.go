// SPDX-License-Identifier: MPL-2.0

package zoho

import (
	"context"
	"fmt"
	"maps"
	"regexp"

	"github.com/domainverify/terraform-provider-domainverify/internal/service"
	"github.com/domainverify/terraform-provider-domainverify/internal/service/adapter"
)

const (
	// noticeOddList goes with a list that may or may not be complete.
	noticeOddList = "The list of domains from Zoho holds no domain in a known form. Either the organization has none, " +
		"or the response is malformed; each domain that is needed is read separately."
	// reasonExpired: see wire/zoho.md 6.
	reasonExpired = "its registration has expired: Zoho marks such a domain as unverified, lets other organizations claim it, and removes it after 90 days. " +
		"Renew the registration, then apply again"
)

// The forms are wider than the samples, which are zb with eight digits, and eight or
// thirteen digits (wire/zoho.md 1.1). The first one is a label of a CNAME's name as well.
var (
	cnameCodeForm = regexp.MustCompile(`^[0-9A-Za-z]([0-9A-Za-z-]{0,61}[0-9A-Za-z])?$`)
	htmlCodeForm  = regexp.MustCompile(`^[0-9A-Za-z]{1,64}$`)
)

// load reads all domains by one call; the list has no pages (wire/zoho.md 1.2).
func (o *organization) load(ctx context.Context) (service.Snapshot, error) {
	operation := "list the domains of the Zoho organization " + o.ID
	listed, recognized, err := o.client.domains(ctx)
	if err != nil {
		return service.Snapshot{}, o.Failure(ctx, operation, err)
	}
	snapshot := service.Snapshot{Known: true, Complete: recognized, Domains: map[string]service.Domain{}}
	if !recognized {
		snapshot.Notice = noticeOddList
	}
	for _, object := range listed {
		name := adapter.CanonicalDomain(object.text(fieldName))
		if err := o.checkIdentity(operation, name, object); err != nil {
			return service.Snapshot{}, err
		}
		snapshot.Domains[name] = o.note(name, object)
	}
	return snapshot, nil
}

// Find returns the domain as the inventory has it. What a list of an unknown shape
// leaves open, reading the one domain decides.
func (o *organization) Find(ctx context.Context, operation, domain string) (service.Domain, error) {
	snapshot, err := o.Organization.Snapshot(ctx, operation)
	if err != nil {
		return service.Domain{}, err
	}
	if _, listed := snapshot.Domains[domain]; listed || snapshot.Complete {
		return snapshot.Of(domain), nil
	}
	object, err := o.client.domain(ctx, domain)
	if refusalOf(err).mayBeUnknownDomain() {
		absent := service.Domain{State: service.StateAbsent}
		o.SetDomain(domain, absent)
		return absent, nil
	}
	return o.updateRead(ctx, operation, domain, object, err)
}

// reread is Find after the organization was read again.
func (o *organization) reread(ctx context.Context, operation, domain string) (service.Domain, error) {
	o.Inventory.Invalidate()
	return o.Find(ctx, operation, domain)
}

// readDomain reads one domain. A refusal that an unknown domain may get is compared
// with the list.
func (o *organization) readDomain(ctx context.Context, operation, domain string) (service.Domain, error) {
	object, err := o.client.domain(ctx, domain)
	if isRefused(err) {
		if _, err := o.stillRegistered(ctx, operation, domain); err != nil {
			return service.Domain{}, err
		}
	}
	return o.updateRead(ctx, operation, domain, object, err)
}

// registered returns the domain as the inventory has it. One that seems to be missing
// is read once more.
func (o *organization) registered(ctx context.Context, operation, domain string) (service.Domain, error) {
	if found, err := o.Find(ctx, operation, domain); err != nil || found.State != service.StateAbsent {
		return found, err
	}
	return o.stillRegistered(ctx, operation, domain)
}

// stillRegistered is reread for a domain that has to exist.
func (o *organization) stillRegistered(ctx context.Context, operation, domain string) (service.Domain, error) {
	found, err := o.reread(ctx, operation, domain)
	if err == nil && found.State == service.StateAbsent {
		o.forgetShown(domain)
		err = adapter.DomainMissing(operation)
	}
	return found, err
}

// updateRead updates the inventory by what reading one domain returned.
func (o *organization) updateRead(ctx context.Context, operation, domain string, object domainObject, err error) (service.Domain, error) {
	switch {
	case err != nil:
		return service.Domain{}, o.Failure(ctx, operation, err)
	case object == nil:
		return service.Domain{}, o.MissingContent(operation, "the domain")
	}
	if err := o.checkIdentity(operation, domain, object); err != nil {
		return service.Domain{}, err
	}
	return o.update(domain, object), nil
}

func (o *organization) update(domain string, object domainObject) service.Domain {
	updated := o.note(domain, object)
	o.SetDomain(domain, updated)
	return updated
}

// note remembers what a response shows of a domain and returns its state.
func (o *organization) note(domain string, object domainObject) (read service.Domain) {
	o.Remember(domain, func(m *memory) {
		m.note(object)
		read = stateOf(domain, object)
		read.HostsMail = m.hosting
		if len(m.tokens) > 0 {
			read.Tokens = m.tokens
		}
		if m.badCode != "" {
			// It blocks the operations that need the code, and nothing else.
			read.Notice = adapter.JoinNonEmpty(" ", read.Notice, "The domain "+domain+": "+m.badCode+". It is not used.")
		}
	})
	return read
}

func (m *memory) note(object domainObject) {
	tokens := maps.Clone(m.tokens)
	if tokens == nil {
		tokens = map[service.Method]string{}
	}
	m.tokens = tokens
	code, file := object.text(fieldCNAMECode), object.text(fieldHTMLCode)
	badCode, badFile := checkCode(fieldCNAMECode, code, cnameCodeForm), checkCode(fieldHTMLCode, file, htmlCodeForm)
	m.badCode = adapter.FirstNonEmpty(badFile, badCode)
	if code != "" && badCode == "" && code != tokens[service.MethodDNSCNAME] {
		tokens[service.MethodDNSTXT], tokens[service.MethodDNSCNAME] = code, code
		m.readyTXT = ""
	}
	if file != "" && badFile == "" {
		tokens[service.MethodHTTPFile] = file
	}
	ready := object.readyTXT()
	if code, ok := codeInTXT(ready); ok {
		m.readyTXT, tokens[service.MethodDNSTXT] = ready, code
	}
	if hosting, shown := object.truth(fieldHosting); shown {
		m.hosting, m.withoutHosting = hosting, !hosting
	}
	if at := object.text(fieldVerifiedAt); at != "" && at != "0" {
		m.wasVerified = true
	}
}

func stateOf(domain string, object domainObject) service.Domain {
	read := service.Domain{State: service.StatePending, RemoteID: domain}
	expired, _ := object.truth(fieldExpired)
	verified, shown := object.truth(fieldVerified)
	switch {
	case !shown && !expired:
		// A response that does not say "not verified" does not mean it (invariant 4).
		read.State, read.Reason = service.StateUnknown, "Zoho does not show whether the domain is verified"
	case verified && expired:
		read.State, read.Notice = service.StateVerified, "The domain "+domain+": "+reasonExpired+"."
	case verified:
		read.State = service.StateVerified
	case expired:
		read.Reason = reasonExpired
	}
	return read
}

// checkIdentity reports a response about another domain, or about one of another
// organization (invariant 18). Lists and single responses name the organization, the
// response to adding a domain does not.
func (o *organization) checkIdentity(operation, domain string, object domainObject) error {
	if err := o.CheckDomain(operation, domain, object.text(fieldName)); err != nil {
		return err
	}
	if zoid := object.text(fieldOrganization); zoid != "" && zoid != o.ID {
		return o.WrongIdentity(operation, "the organization "+o.ID, fmt.Sprintf("the organization %q", zoid))
	}
	return nil
}

// checkCode returns why a code cannot be published, or "".
func checkCode(field, code string, form *regexp.Regexp) string {
	if reason := adapter.InvalidText(code, form); reason != "" {
		return field + " that Zoho shows for it cannot be a verification code: " + reason
	}
	return ""
}
