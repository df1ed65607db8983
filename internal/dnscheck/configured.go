// SPDX-License-Identifier: MPL-2.0

package dnscheck

import (
	"context"
	"errors"

	"github.com/miekg/dns"

	"github.com/domainverify/terraform-provider-domainverify/internal/dnsquery"
)

// askConfigured asks the servers of Config.Nameservers. They speak for the zones
// that they serve. A name in another zone is asked of that zone's own servers:
//
//	_x.acme.com.       CNAME x.vendor.net.   another zone, which they refuse
//	_x.eu.acme.com.    NS ns.eu.acme.com.    below a delegation, to which they refer
//
// That the name itself is refused is a mistake of the configuration, which
// discovery would hide.
func (r *zoneCheck) askConfigured(ctx context.Context, owner dnsquery.FQDN) (dnsquery.FQDN, []ServerAnswer, error) {
	answers := r.askAll(ctx, inspection{question: r.question, owner: owner}, r.client.nameservers)
	isTarget := owner != r.name()
	if tallyOf(answers).answering > 0 || !isTarget && !anyRefers(answers) {
		return "", answers, nil
	}
	apex, found, err := r.discover(ctx, owner)
	switch {
	case err == nil:
		return apex, found, nil
	case !isTarget:
		return "", answers, nil
	case errors.Is(err, errRoot):
		return "", nil, err
	}
	return "", nil, &elsewhereError{cause: err}
}

func anyRefers(answers []ServerAnswer) bool {
	for _, a := range answers {
		if a.refers != "" {
			return true
		}
	}
	return false
}

// elsewhereError: the configured servers do not serve the name, and its own
// servers were not found. A configured server may be one of a split horizon, so
// that even a denial by the public DNS says nothing about the record.
type elsewhereError struct{ cause error }

func (e *elsewhereError) Error() string {
	return "the servers in dns.nameservers do not serve it, and those that do were not found: " + e.cause.Error()
}

func (e *elsewhereError) Unwrap() error { return e.cause }

// unusable says what is wrong with an answer that is not an authoritative one.
func unusable(m *dns.Msg, name dnsquery.FQDN) error {
	zone := referral(m, name)
	switch {
	case fromResolver(m):
		return errResolver
	case zone != "":
		return &referralError{zone: zone}
	case !dnsquery.IsAnswer(m):
		return &dnsquery.RcodeError{Rcode: m.Rcode}
	}
	return errNotAuthoritative
}

var errResolver = errors.New("it is a resolver, and not authoritative")

// fromResolver: the server offers recursion (RA) and does not answer from data of
// its own. Resolvers that refuse queries without RD say so with REFUSED.
func fromResolver(m *dns.Msg) bool {
	return m.RecursionAvailable && !m.Authoritative && (dnsquery.IsAnswer(m) || m.Rcode == dns.RcodeRefused)
}

type referralError struct{ zone dnsquery.FQDN }

func (e *referralError) Error() string {
	return "it is not authoritative, and refers to the name servers of " + e.zone.String()
}

// referral is the zone to whose servers m refers for name, or "". A referral to
// the root is what servers send for names that they know nothing about.
func referral(m *dns.Msg, name dnsquery.FQDN) dnsquery.FQDN {
	if !dnsquery.IsReferral(m) {
		return ""
	}
	for _, rr := range m.Ns {
		if apex := dnsquery.Canonical(rr.Header().Name); rr.Header().Rrtype == dns.TypeNS && apex != "." && name.In(apex) {
			return apex
		}
	}
	return ""
}
