// SPDX-License-Identifier: MPL-2.0

package dnssim_test

import (
	"encoding/base64"
	"testing"
	"time"

	"github.com/miekg/dns"

	"github.com/domainverify/terraform-provider-domainverify/internal/sandbox/dnssim"
)

func TestUpdateWithoutTheRightSignatureChangesNothing(t *testing.T) {
	t.Parallel()
	wrongSecret := base64.StdEncoding.EncodeToString([]byte("another secret"))
	for name, test := range map[string]struct {
		change    func(key *dnssim.TSIG)
		skew      time.Duration
		wantError uint16
	}{
		"unknown key":     {change: func(key *dnssim.TSIG) { key.Name = "stranger." }, wantError: dns.RcodeBadKey},
		"wrong secret":    {change: func(key *dnssim.TSIG) { key.Secret = wrongSecret }, wantError: dns.RcodeBadSig},
		"other algorithm": {change: func(key *dnssim.TSIG) { key.Algorithm = "hmac-sha512" }, wantError: dns.RcodeBadKey},
		"clock too far":   {change: func(*dnssim.TSIG) {}, skew: -time.Hour, wantError: dns.RcodeBadTime},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := start(t, dnssim.Config{})
			key := w.TSIG()
			test.change(&key)
			m := update(nil, []dns.RR{record(t, `acme.test. 60 IN TXT "x"`)})
			m.SetTsig(key.Name, dns.Fqdn(key.Algorithm), 300, time.Now().Add(test.skew).Unix())
			client := dns.Client{TsigSecret: map[string]string{key.Name: key.Secret}}
			reply, _, err := client.ExchangeContext(t.Context(), m, w.Authoritative()[0])
			if reply == nil {
				t.Fatal(err)
			}
			same(t, "rcode", dns.RcodeToString[reply.Rcode], "NOTAUTH")
			if signature := reply.IsTsig(); signature == nil || signature.Error != test.wantError {
				t.Errorf("TSIG of the reply: %v, want error %d", signature, test.wantError)
			}
			same(t, "records", w.Records("acme.test"), []string(nil))
		})
	}
}

func TestUnsignedUpdateIsRefused(t *testing.T) {
	t.Parallel()
	w := start(t, dnssim.Config{})
	reply := ask(t, w.Authoritative()[0], update(nil, []dns.RR{record(t, `acme.test. 60 IN TXT "x"`)}))
	same(t, "rcode", dns.RcodeToString[reply.Rcode], "REFUSED")
	same(t, "records", w.Records("acme.test"), []string(nil))
}

func TestUpdateThatNoServerIsResponsibleForIsNotAuth(t *testing.T) {
	t.Parallel()
	w := start(t, dnssim.Config{})
	must(t, w.AddRR(`www.acme.test. 60 IN A 192.0.2.9`))
	notApex := update(nil, nil)
	notApex.Question[0].Name = "www.acme.test."
	foreign := update(nil, nil)
	foreign.Question[0].Name = "other.test."
	noZone := update(nil, nil)
	noZone.Question[0].Qtype = dns.TypeA
	for name, test := range map[string]struct {
		server  int
		message *dns.Msg
		want    string
	}{
		"at a secondary":    {1, update(nil, []dns.RR{record(t, `acme.test. 60 IN TXT "x"`)}), "NOTAUTH"},
		"name, not zone":    {0, notApex, "NOTAUTH"},
		"foreign zone":      {0, foreign, "NOTAUTH"},
		"zone section type": {0, noZone, "FORMERR"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			same(t, "rcode", send(t, w, w.Authoritative()[test.server], test.message), test.want)
		})
	}
}

func TestAnotherAlgorithmWorksWhenConfigured(t *testing.T) {
	t.Parallel()
	w := start(t, dnssim.Config{TSIGAlgorithm: "hmac-sha512"})
	same(t, "rcode", send(t, w, w.Authoritative()[0], update(nil, []dns.RR{record(t, `acme.test. 60 IN TXT "x"`)})), "NOERROR")
	same(t, "records", w.Records("acme.test"), []string{`acme.test. 60 IN TXT "x"`})
}
