// SPDX-License-Identifier: MPL-2.0

package githubsim_test

import (
	"context"
	"math/rand/v2"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/domainverify/terraform-provider-domainverify/internal/sandbox/githubsim"
	"github.com/domainverify/terraform-provider-domainverify/internal/sandbox/simhttp"
	"github.com/domainverify/terraform-provider-domainverify/internal/sandbox/simhttp/simtest"
)

func TestDriftChangesTheDomainBehindTheCallersBack(t *testing.T) {
	t.Parallel()
	for kind, want := range map[string]string{
		"verify":  "true true true false true",
		"approve": "true true false true false",
		"rotate":  "true false false false false",
		"readd":   "false false false false false",
	} {
		w := newWorld(t)
		before := w.add("acme.test")
		w.Must(w.Drift(kind, "Acme.test."))
		after := w.domain("acme.test")
		got := simtest.Line(after.ID == before.ID, after.Token == before.Token, after.Verified, after.Approved, w.read(after.ID, "hasFoundHostName"))
		if got != want {
			t.Errorf("%s: %s, want %s", kind, got, want)
		}
	}
}

func TestImpossibleDriftIsAnErrorThatSaysWhy(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.makeVerified("acme.test")
	w.Must(w.AddDomain(githubsim.DomainSpec{Domain: "group.test", Owner: githubsim.ForEnterprise, Approved: true}))
	w.Must(w.AddDomain(githubsim.DomainSpec{Domain: "other.test", Owner: githubsim.ForOther}))
	w.WantObstacles(w.Drift,
		[3]string{"verify", "acme.test", "is verified already"},
		[3]string{"rotate", "acme.test", "is verified already"},
		[3]string{"approve", "group.test", "is approved already"},
		[3]string{"remove", "other.test", "neither the organization nor the enterprise has it"},
		[3]string{"explode", "acme.test", "there are: verify, approve, remove, rotate, readd"},
	)
}

func TestImpossiblePresetsAreErrors(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.add("acme.test")
	for name, err := range map[string]error{
		"adding no domain":  w.AddDomain(githubsim.DomainSpec{Domain: "acme"}),
		"adding twice":      w.AddDomain(githubsim.DomainSpec{Domain: "acme.test"}),
		"adding for nobody": w.AddDomain(githubsim.DomainSpec{Domain: "new.test", Owner: "me"}),
		"change of nobody":  w.ChangeOwner(githubsim.OwnerChange{Owner: "me"}),
	} {
		if err == nil {
			t.Errorf("%s was accepted", name)
		}
	}
}

func TestIncompleteConfigurationIsRefused(t *testing.T) {
	t.Parallel()
	for name, change := range map[string]func(*githubsim.Config){
		"no clock":         func(c *githubsim.Config) { c.Now = nil },
		"no random source": func(c *githubsim.Config) { c.Rand = nil },
		"no TXT lookup":    func(c *githubsim.Config) { c.LookupTXT = nil },
		"no CNAME lookup":  func(c *githubsim.Config) { c.LookupCNAME = nil },
	} {
		config := complete(time.Now())
		change(&config)
		if _, err := githubsim.New(config); err == nil || !strings.Contains(err.Error(), "GitHub simulator") {
			t.Errorf("%s: %v, want an error", name, err)
		}
	}
}

func complete(now time.Time) githubsim.Config {
	return githubsim.Config{World: simhttp.World{
		Now: func() time.Time { return now }, Rand: rand.NewPCG(1, 1),
		LookupTXT:   func(context.Context, string) ([]string, error) { return nil, nil },
		LookupCNAME: func(context.Context, string) (string, error) { return "", nil },
	}}
}

func TestCredentialsLeftOutAreMadeUpFromTheRandomSourceAlone(t *testing.T) {
	t.Parallel()
	made := func(now time.Time) simhttp.Client {
		sim, err := githubsim.New(complete(now))
		if err != nil {
			t.Fatal(err)
		}
		return sim.Simulator().Client([]string{"http://127.0.0.1:1/"})
	}
	client := made(time.Now())
	if diff := cmp.Diff(made(time.Unix(1e9, 0)), client); diff != "" {
		t.Errorf("another clock, other credentials:\n%s", diff)
	}
	for i, pattern := range []string{
		"^GITHUB_OWNER=Acme-Corp$", "^GITHUB_TOKEN=ghp_[0-9A-Za-z]{36}$", "^GITHUB_BASE_URL=http://127.0.0.1:1/$",
	} {
		variable := client.Variables()[i]
		if got := variable[0] + "=" + variable[1]; !regexp.MustCompile(pattern).MatchString(got) {
			t.Errorf("%q is not like %s", got, pattern)
		}
	}
}
