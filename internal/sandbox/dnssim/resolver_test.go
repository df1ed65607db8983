// SPDX-License-Identifier: MPL-2.0

package dnssim_test

import (
	"context"
	"testing"
	"time"

	"github.com/miekg/dns"

	"github.com/domainverify/terraform-provider-domainverify/internal/sandbox/dnssim"
)

func TestResolverAnswersEveryTypeThroughRealQueries(t *testing.T) {
	t.Parallel()
	w := start(t, dnssim.Config{Zones: []string{"acme.test", "eu.acme.test", "acme.co.uk"}})
	records := []string{
		`acme.test. 60 IN TXT "a"`, `www.acme.test. 60 IN CNAME web.acme.co.uk.`, `web.acme.co.uk. 60 IN A 192.0.2.201`,
		`shop.eu.acme.test. 60 IN TXT "eu"`,
	}
	for _, rr := range records {
		must(t, w.AddRR(rr))
	}
	for name, test := range map[string]struct {
		name, rrtype string
		rcode        string
		answer       []string
	}{
		"TXT":                       {"acme.test", "TXT", "NOERROR", []string{`acme.test. 60 IN TXT "a"`}},
		"NS of a zone":              {"acme.test", "NS", "NOERROR", []string{nsOfAcme1, nsOfAcme2}},
		"NS of the parent":          {"test", "NS", "NOERROR", []string{"test. 3600 IN NS parent.sandbox-dns.test."}},
		"NS of a two-label suffix":  {"co.uk", "NS", "NOERROR", []string{"co.uk. 3600 IN NS parent.sandbox-dns.test."}},
		"NS of the root":            {".", "NS", "NOERROR", []string{". 3600 IN NS parent.sandbox-dns.test."}},
		"A of a name server":        {"ns2.sandbox-dns.test", "A", "NOERROR", []string{glueOfNS2}},
		"AAAA of a name server":     {"ns2.sandbox-dns.test", "AAAA", "NOERROR", []string{glueOfNS2v6}},
		"A of the parent's server":  {"parent.sandbox-dns.test", "A", "NOERROR", []string{"parent.sandbox-dns.test. 3600 IN A 192.0.2.1"}},
		"below a zone inside":       {"shop.eu.acme.test", "TXT", "NOERROR", []string{`shop.eu.acme.test. 60 IN TXT "eu"`}},
		"alias into another suffix": {"www.acme.test", "A", "NOERROR", []string{"www.acme.test. 60 IN CNAME web.acme.co.uk.", "web.acme.co.uk. 60 IN A 192.0.2.201"}},
		"name that is not there":    {"no.acme.test", "TXT", "NXDOMAIN", nil},
		"type that is not there":    {"acme.test", "MX", "NOERROR", nil},
		"domain nobody registered":  {"other.test", "NS", "NXDOMAIN", nil},
		"top level nobody runs":     {"other.example", "NS", "NXDOMAIN", nil},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			m := query(test.name, test.rrtype)
			m.AuthenticatedData = true
			reply := ask(t, w.Recursive(), m)
			same(t, "rcode", dns.RcodeToString[reply.Rcode], test.rcode)
			same(t, "answer", lines(reply.Answer), test.answer)
			same(t, "RA, AA, AD", []bool{reply.RecursionAvailable, reply.Authoritative, reply.AuthenticatedData}, []bool{true, false, false})
		})
	}
}

func TestResolverWalksDownFromTheParent(t *testing.T) {
	t.Parallel()
	w := start(t, dnssim.Config{})
	must(t, w.SetTXT("acme.test", "acme.test", "a"))
	_, err := w.LookupTXT(t.Context(), "acme.test")
	must(t, err)
	same(t, "steps", steps(w), []string{"recursive TXT rd=true NOERROR", "parent TXT rd=false NOERROR", "authoritative-1 TXT rd=false NOERROR"})
}

func TestResolverWithoutRecursionDesiredRefuses(t *testing.T) {
	t.Parallel()
	w := start(t, dnssim.Config{})
	m := query("acme.test", "TXT")
	m.RecursionDesired = false
	same(t, "rcode", dns.RcodeToString[ask(t, w.Recursive(), m).Rcode], "REFUSED")
}

func TestResolverGoesToTheNextServerWhenOneFails(t *testing.T) {
	t.Parallel()
	for _, kind := range []dnssim.FaultKind{dnssim.Silent, dnssim.Refused, dnssim.ServFail, dnssim.Lame, dnssim.WrongID, dnssim.Garbage} {
		t.Run(string(kind), func(t *testing.T) {
			t.Parallel()
			w := start(t, dnssim.Config{})
			must(t, w.SetTXT("acme.test", "acme.test", "a"))
			must(t, w.SetFault("authoritative-1", dnssim.Fault{Kind: kind}))
			got, err := w.LookupTXT(t.Context(), "acme.test")
			must(t, err)
			same(t, "values", got, []string{"a"})
		})
	}
}

func TestResolverAnswersServFailWhenNoServerHelps(t *testing.T) {
	t.Parallel()
	broken := dnssim.Fault{Kind: dnssim.Refused}
	for name, breakIt := range map[string]func(w *dnssim.World) error{
		"all authoritative servers": func(w *dnssim.World) error {
			must(t, w.SetFault("authoritative-1", broken))
			return w.SetFault("authoritative-2", broken)
		},
		"the parent":                   func(w *dnssim.World) error { return w.SetFault("parent", broken) },
		"delegated to unknown hosts":   func(w *dnssim.World) error { return w.SetDelegation("acme.test", "ns1.gone.test") },
		"delegated to the wrong hosts": func(w *dnssim.World) error { return w.SetDelegation("acme.test", "parent.sandbox-dns.test") },
		"an alias to itself":           func(w *dnssim.World) error { return w.AddRR("acme-alias.acme.test. 60 IN CNAME acme-alias.acme.test.") },
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := start(t, dnssim.Config{})
			must(t, breakIt(w))
			owner := "acme.test"
			if name == "an alias to itself" {
				owner = "acme-alias.acme.test"
			}
			got, err := w.LookupTXT(t.Context(), owner)
			if err == nil {
				t.Fatalf("no error, values %q", got)
			}
			same(t, "rcode", dns.RcodeToString[ask(t, w.Recursive(), query(owner, "TXT")).Rcode], "SERVFAIL")
		})
	}
}

func TestZoneWithoutDelegationDoesNotExistForTheResolver(t *testing.T) {
	t.Parallel()
	w := start(t, dnssim.Config{})
	must(t, w.SetTXT("acme.test", "acme.test", "a"), w.SetDelegation("acme.test"))
	same(t, "rcode", dns.RcodeToString[ask(t, w.Recursive(), query("acme.test", "TXT")).Rcode], "NXDOMAIN")
	must(t, w.SetDelegation("acme.test", "ns2.sandbox-dns.test"))
	same(t, "the change is cached like any absence", dns.RcodeToString[ask(t, w.Recursive(), query("acme.test", "TXT")).Rcode], "NXDOMAIN")
	same(t, "another name", dns.RcodeToString[ask(t, w.Recursive(), query("www.acme.test", "TXT")).Rcode], "NXDOMAIN")
	same(t, "asked server", steps(w)[len(steps(w))-1], "authoritative-2 TXT rd=false NXDOMAIN")
}

func TestResolverLooksUpNameServersThatComeWithoutGlue(t *testing.T) {
	t.Parallel()
	w := start(t, dnssim.Config{Zones: []string{"acme.test", "other.test"}})
	must(t, w.SetTXT("acme.test", "acme.test", "a"), w.AddRR("dns.other.test. 60 IN A 192.0.2.54"))
	must(t, w.SetDelegation("acme.test", "dns.other.test"))
	got, err := w.LookupTXT(t.Context(), "acme.test")
	must(t, err)
	same(t, "values", got, []string{"a"})
	same(t, "steps", steps(w), []string{
		"recursive TXT rd=true NOERROR", "parent TXT rd=false NOERROR",
		"parent A rd=false NOERROR", "authoritative-1 A rd=false NOERROR", "authoritative-2 TXT rd=false NOERROR",
	})
}

func TestAliasIsLookedUpByItself(t *testing.T) {
	t.Parallel()
	w := start(t, dnssim.Config{})
	must(t, w.AddRR("zb1.acme.test. 60 IN CNAME Zmverify.Example."), w.SetTXT("acme.test", "acme.test", "a"))
	for name, want := range map[string]string{"zb1.acme.test": "Zmverify.Example", "acme.test": "", "none.acme.test": ""} {
		got, err := w.LookupCNAME(t.Context(), name)
		must(t, err)
		same(t, name, got, want)
	}
	must(t, w.SetFault("recursive", dnssim.Fault{Kind: dnssim.ServFail}))
	if got, err := w.LookupCNAME(t.Context(), "zb1.acme.test"); err == nil {
		t.Errorf("a broken resolver answered %q", got)
	}
}

func TestLookupEndsAtOnceWhenItsContextDoes(t *testing.T) {
	t.Parallel()
	w := start(t, dnssim.Config{})
	must(t, w.SetFault("recursive", dnssim.Fault{Kind: dnssim.Silent}))
	ctx, cancel := context.WithCancel(t.Context())
	failed := make(chan error)
	before := time.Now()
	go func() {
		_, err := w.LookupTXT(ctx, "acme.test")
		failed <- err
	}()
	waitForQuery(t, w, "recursive")
	cancel()
	if err := <-failed; err == nil {
		t.Error("a silent resolver answered")
	}
	if took := time.Since(before); took > 5*time.Second {
		t.Errorf("took %s after the cancellation", took)
	}
}
