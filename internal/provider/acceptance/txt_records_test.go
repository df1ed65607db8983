// SPDX-License-Identifier: MPL-2.0

package acceptance_test

import (
	"fmt"
	"regexp"
	"testing"
	"time"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"
	"github.com/hashicorp/terraform-plugin-testing/tfjsonpath"
)

const txtRecords = "data.domainverify_txt_records.this"

func lookup(more string) string {
	return fmt.Sprintf(`data "domainverify_txt_records" "this" {
  name = "Acme.test."
  %s
}`, more)
}

func says(attribute string, value knownvalue.Check) statecheck.StateCheck {
	return statecheck.ExpectKnownValue(txtRecords, tfjsonpath.New(attribute), value)
}

func TestMissingRecordIsAnAnswer(t *testing.T) {
	w := newWorld(t)
	w.run(resource.TestStep{Config: lookup(`expected = "x=1"`), ConfigStateChecks: []statecheck.StateCheck{
		says("matches", knownvalue.Bool(false)),
		says("records", knownvalue.ListSizeExact(0)),
		says("zone", knownvalue.StringExact(domain)),
		says("negative_ttl", knownvalue.Int64Exact(300)),
		says("servers", knownvalue.ListSizeExact(2)),
		says("diagnosis", knownvalue.ListPartial(map[int]knownvalue.Check{0: knownvalue.StringRegexp(regexp.MustCompile("no TXT record at acme.test"))})),
	}})
	equal(t, "pauses", len(w.virtual.Sleeps()), 0)
	equal(t, "calls of services", len(w.calls()), 0)
}

func TestRecordsAreShownByServerAndComparedExactly(t *testing.T) {
	w := newWorld(t)
	if err := w.DNS.SetTXT(domain, domain, "v=spf1 -all", "x=1"); err != nil {
		t.Fatal(err)
	}
	defer func() { _ = w.DNS.RemoveRRset(domain, "TXT") }()
	w.runWithLeftovers(
		resource.TestStep{Config: lookup(`expected = "x=1"`), ConfigStateChecks: []statecheck.StateCheck{
			says("matches", knownvalue.Bool(true)),
			says("records", knownvalue.ListExact([]knownvalue.Check{knownvalue.StringExact("v=spf1 -all"), knownvalue.StringExact("x=1")})),
			says("diagnosis", knownvalue.ListSizeExact(0)),
			says("servers", knownvalue.ListPartial(map[int]knownvalue.Check{1: knownvalue.ObjectPartial(map[string]knownvalue.Check{
				"verdict": knownvalue.StringExact("present"), "rcode": knownvalue.StringExact("NOERROR"), "authoritative": knownvalue.Bool(true), "ttl": knownvalue.Int64Exact(60),
			})})),
		}},
		resource.TestStep{Config: lookup(`expected = "X=1"`), ConfigStateChecks: []statecheck.StateCheck{says("matches", knownvalue.Bool(false))}},
		resource.TestStep{Config: lookup(""), ConfigStateChecks: []statecheck.StateCheck{says("matches", knownvalue.Bool(true))}},
	)
}

func TestLookupWaitsUntilTheRecordIsThereWhenAsked(t *testing.T) {
	w := newWorld(t)
	slept := 0
	w.virtual.OnSleep = func(time.Duration) {
		if slept++; slept == 3 {
			if err := w.DNS.SetTXT(domain, domain, "x=1"); err != nil {
				t.Error(err)
			}
		}
	}
	w.runWithLeftovers(resource.TestStep{Config: lookup(`wait = true
  expected = "x=1"`), ConfigStateChecks: []statecheck.StateCheck{says("matches", knownvalue.Bool(true))}})
	equal(t, "pauses", len(w.virtual.Sleeps()), 3)
}

func TestLookupDoesNotWaitForWhatNoRecordCanBe(t *testing.T) {
	w := newWorld(t)
	w.run(resource.TestStep{Config: `data "domainverify_txt_records" "this" {
  name = "192.0.2.1"
  wait = true
}`, ConfigStateChecks: []statecheck.StateCheck{
		says("diagnosis", knownvalue.ListPartial(map[int]knownvalue.Check{0: knownvalue.StringRegexp(regexp.MustCompile("IP address"))})),
	}})
	equal(t, "pauses", len(w.virtual.Sleeps()), 0)
}

func TestLookupThatWaitedInVainIsAnAnswer(t *testing.T) {
	w := newWorld(t)
	w.run(resource.TestStep{Config: lookup(`wait = true
  timeouts = { read = "10s" }`), ConfigStateChecks: []statecheck.StateCheck{says("matches", knownvalue.Bool(false))}})
	// Terraform reads a data source more than once.
	if pauses := len(w.virtual.Sleeps()); pauses < 5 || pauses%5 != 0 {
		t.Errorf("%d pauses of two seconds, want five at each read", pauses)
	}
}

func TestLookupAsksResolversInTheRecursiveMode(t *testing.T) {
	w := newWorld(t)
	if err := w.DNS.SetTXT(domain, domain, "x=1"); err != nil {
		t.Fatal(err)
	}
	w.environment["DOMAINVERIFY_DNS_RESOLVERS"] = w.DNS.Recursive()
	w.runWithLeftovers(resource.TestStep{Config: lookup(`mode = "recursive"`), ConfigStateChecks: []statecheck.StateCheck{
		says("matches", knownvalue.Bool(true)), says("servers", knownvalue.ListSizeExact(1)),
	}})
}

func TestBadNameIsRefused(t *testing.T) {
	newWorld(t).run(resource.TestStep{
		Config:      `data "domainverify_txt_records" "this" { name = "acme..test" }`,
		ExpectError: regexp.MustCompile(`(?s)Invalid DNS Name.*empty\s+label`),
	})
}
