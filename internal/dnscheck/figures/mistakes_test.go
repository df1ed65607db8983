// SPDX-License-Identifier: MPL-2.0

package figures_test

import (
	"errors"
	"strconv"

	"github.com/domainverify/terraform-provider-domainverify/internal/dnscheck"
	"github.com/domainverify/terraform-provider-domainverify/internal/sandbox/dnssim"
)

// mistake is one way not to be verified; the record is wanted at acme.test. or,
// where it is an alias, at _x.acme.test., since an apex cannot be one.
type mistake struct {
	code dnscheck.Code
	make func(*dnssim.World) error
}

func (m mistake) owner() string {
	if m.code == dnscheck.CNAMEAtName {
		return "_x.acme.test"
	}
	return "acme.test"
}

func mistakes() []mistake {
	return []mistake{
		{dnscheck.DoubledName, records(`acme.test.acme.test. 60 TXT ` + quoted(value))},
		{dnscheck.AtWWW, records(`www.acme.test. 60 TXT ` + quoted(value))},
		{dnscheck.AtLabel, records(`acme-verification.acme.test. 60 TXT ` + quoted(token))},
		{dnscheck.AtWildcard, records(`*.acme.test. 60 TXT ` + quoted(value))},
		{dnscheck.BareToken, records(`acme.test. 60 TXT ` + quoted(token))},
		{dnscheck.ForeignPrefix, records(`acme.test. 60 TXT ` + quoted("other="+token))},
		{dnscheck.StrayOctets, records(`acme.test. 60 TXT ` + quoted(`"`+value+`"`))},
		{dnscheck.StrayOctets, records(`acme.test. 60 TXT ` + quoted(prefix+" "+token))},
		{dnscheck.SplitValue, records(`acme.test. 60 TXT `+quoted(prefix), `acme.test. 60 TXT `+quoted(token))},
		{dnscheck.OlderToken, records(`acme.test. 60 TXT ` + quoted(prefix+"fedcba9876543210"))},
		{dnscheck.RecordMissing, records(`acme.test. 60 TXT "v=spf1 -all"`)},
		{dnscheck.CNAMEAtName, records(`_x.acme.test. 60 CNAME www.acme.test.`)},
		{dnscheck.PartlyUpdated, broken(dnssim.Stale, "authoritative-2")},
		{dnscheck.DeadServers, broken(dnssim.Silent, "authoritative-2", "authoritative-3")},
		{dnscheck.LameServers, broken(dnssim.Lame, "authoritative-1", "authoritative-2", "authoritative-3")},
		{dnscheck.RefusingServers, broken(dnssim.Refused, "authoritative-1", "authoritative-2", "authoritative-3")},
		{dnscheck.FailingServers, broken(dnssim.ServFail, "authoritative-1", "authoritative-2", "authoritative-3")},
		{dnscheck.NotDelegated, func(w *dnssim.World) error { return w.SetDelegation("acme.test") }},
		{dnscheck.DelegatedElsewhere, delegatedElsewhere},
		{dnscheck.DNSSECBogus, func(w *dnssim.World) error {
			return errors.Join(publish(w), w.SetSigned("acme.test", dnssim.SignedBadly))
		}},
	}
}

// quoted suits zone files as far as the values here go.
func quoted(text string) string { return strconv.Quote(text) }

func records(texts ...string) func(*dnssim.World) error {
	return func(w *dnssim.World) error {
		var errs []error
		for _, text := range texts {
			errs = append(errs, w.AddRR(text))
		}
		return errors.Join(errs...)
	}
}

func publish(w *dnssim.World) error { return w.SetTXT("acme.test", "acme.test", value) }

func broken(kind dnssim.FaultKind, servers ...string) func(*dnssim.World) error {
	return func(w *dnssim.World) error {
		var errs []error
		for _, server := range servers {
			errs = append(errs, w.SetFault(server, dnssim.Fault{Kind: kind}))
		}
		return errors.Join(append(errs, publish(w))...)
	}
}

// delegatedElsewhere: the registrar names two servers of a former host; the
// zone, and the record, are on another.
func delegatedElsewhere(w *dnssim.World) error {
	former := broken(dnssim.Stale, "authoritative-2", "authoritative-3")
	return errors.Join(w.SetDelegation("acme.test", "ns2.sandbox-dns.test", "ns3.sandbox-dns.test"), former(w))
}
