// SPDX-License-Identifier: MPL-2.0

package dnssim_test

import (
	"testing"
	"time"

	"github.com/domainverify/terraform-provider-domainverify/internal/sandbox/dnssim"
)

// served lists the TXT values of acme.test at each authoritative server.
func served(t *testing.T, w *dnssim.World) [][]string {
	t.Helper()
	var all [][]string
	for _, server := range w.Authoritative() {
		values, err := dnssim.LookupTXTAt(t.Context(), server, "acme.test")
		must(t, err)
		all = append(all, values)
	}
	return all
}

func TestChangeReachesAllServersAtOnceWithoutLag(t *testing.T) {
	t.Parallel()
	w := start(t, dnssim.Config{Servers: 3})
	must(t, w.SetTXT("acme.test", "acme.test", "a"))
	same(t, "served", served(t, w), [][]string{{"a"}, {"a"}, {"a"}})
}

func TestSecondaryLearnsOfChangesAfterItsLagOnTheSandboxClock(t *testing.T) {
	t.Parallel()
	c := newClock()
	w := start(t, dnssim.Config{Now: c.Now})
	must(t, w.SetLag("authoritative-2", time.Minute))
	must(t, w.SetTXT("acme.test", "acme.test", "a"))
	same(t, "right after", served(t, w), [][]string{{"a"}, nil})
	c.advance(30 * time.Second)
	must(t, w.SetTXT("acme.test", "acme.test", "b"))
	c.advance(30 * time.Second)
	same(t, "first change arrived", served(t, w), [][]string{{"b"}, {"a"}})
	c.advance(30 * time.Second)
	same(t, "second change arrived", served(t, w), [][]string{{"b"}, {"b"}})
}

func TestSecondaryNeverGoesBackWhenItsLagGrows(t *testing.T) {
	t.Parallel()
	c := newClock()
	w := start(t, dnssim.Config{Now: c.Now})
	must(t, w.SetTXT("acme.test", "acme.test", "a"))
	must(t, w.SetLag("authoritative-2", time.Hour))
	same(t, "served", served(t, w), [][]string{{"a"}, {"a"}})
	must(t, w.SetTXT("acme.test", "acme.test", "b"))
	must(t, w.SetLag("authoritative-2", 0))
	same(t, "served without lag", served(t, w), [][]string{{"b"}, {"b"}})
}

func TestStaleSecondaryKeepsWhatItHasUntilHealed(t *testing.T) {
	t.Parallel()
	c := newClock()
	w := start(t, dnssim.Config{Now: c.Now})
	must(t, w.SetTXT("acme.test", "acme.test", "a"))
	must(t, w.SetFault("authoritative-2", dnssim.Fault{Kind: dnssim.Stale}))
	must(t, w.SetTXT("acme.test", "acme.test", "b"))
	c.advance(24 * time.Hour)
	same(t, "stale", served(t, w), [][]string{{"b"}, {"a"}})
	must(t, w.SetFault("authoritative-2", dnssim.Fault{}))
	same(t, "healed", served(t, w), [][]string{{"b"}, {"b"}})
}

func TestLagIsRefusedWhereNothingIsReplicated(t *testing.T) {
	t.Parallel()
	w := start(t, dnssim.Config{})
	for _, server := range []string{"authoritative-1", "parent", "recursive", "authoritative-9"} {
		if err := w.SetLag(server, time.Second); err == nil {
			t.Errorf("%s took a lag", server)
		}
	}
	if err := w.SetLag("authoritative-2", -time.Second); err == nil {
		t.Error("a negative lag was taken")
	}
}
