// SPDX-License-Identifier: MPL-2.0

package github_test

import (
	"fmt"
	"strings"
	"sync"
	"testing"

	"github.com/domainverify/terraform-provider-domainverify/internal/sandbox/githubsim"
	"github.com/domainverify/terraform-provider-domainverify/internal/sandbox/simhttp"
	"github.com/domainverify/terraform-provider-domainverify/internal/service"
	"github.com/domainverify/terraform-provider-domainverify/internal/service/servicetest"
)

func TestGitHubKeepsTheServiceContract(t *testing.T) {
	t.Parallel()
	servicetest.Run(t, start)
}

func TestGitHubHasNoClaimAndSaysWhatItHasInstead(t *testing.T) {
	t.Parallel()
	made := newWorld(t).Service()
	_, claims := made.(service.Claimer)
	if capabilities := made.Capabilities(); claims || capabilities.VerifyClaims || !strings.Contains(capabilities.InsteadOfClaim, "badge") {
		t.Errorf("claims %t, %+v", claims, capabilities)
	}
}

// Two mutations and one reading of a hundred domains: nothing else is needed, and the
// mutations follow each other a second apart.
func TestManyDomainsCostOneListAndTwoMutationsEachAndNoneIsHasty(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	process := w.Player()
	var running sync.WaitGroup
	for n := range 20 {
		running.Go(func() {
			p := process.For(servicetest.Domain(n))
			if err := p.Add(); err != nil {
				t.Error(err)
				return
			}
			challenge, err := p.Challenged()
			if err != nil {
				t.Error(err)
				return
			}
			w.Publish(challenge.Publication)
			if err := p.Verify(); err != nil {
				t.Error(err)
			}
		})
	}
	running.Wait()
	w.WantCount(listRequest, 1)
	w.WantCount("mutation", 40)
	if violations := w.Snapshot().Limits.Violations; len(violations) > 0 {
		t.Errorf("hasty: %v", violations)
	}
}

func TestEveryPageIsRead(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	for n := range 201 {
		w.Must(w.AddDomain(githubsim.DomainSpec{Domain: servicetest.Domain(n), Verified: true}))
	}
	snapshot, err := w.Service().(service.Lister).Domains(t.Context(), organization)
	w.Must(err)
	if len(snapshot.Domains) != 201 || !snapshot.Complete {
		t.Errorf("%d domains", len(snapshot.Domains))
	}
	w.WantCount(listRequest, 3)
}

func TestOrganizationIsShownWithItsName(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	for id, name := range map[string]string{organization: "Acme-Corp", "enterprise:acme-group": "acme-group"} {
		got, err := w.Service().(service.OrganizationReader).Organization(t.Context(), id)
		if w.Must(err); got.ID != id || got.Name != name {
			t.Errorf("got %+v, want %s named %s", got, id, name)
		}
	}
}

func TestOwnerThatIsNotThereIsNotFound(t *testing.T) {
	t.Parallel()
	for _, id := range []string{"octo-user", "enterprise:Acme-Group", "enterprise:nobody"} {
		w := newWorld(t)
		w.Organization = id
		p := w.Player()
		w.WantError(p.TryRead(), service.NotFound, "GITHUB_OWNER", "personal accounts", "Could not resolve")
		w.WantError(p.Release(), service.NotFound)
	}
}

func TestRenamedOrganizationIsAnErrorAndLosesNothing(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	p := w.Player().Bring(service.StateVerified)
	w.Must(w.ChangeOwner(githubsim.OwnerChange{Login: "Acme-Labs"}))
	for _, step := range []func(*servicetest.Player) error{(*servicetest.Player).TryRead, (*servicetest.Player).Release, (*servicetest.Player).Verify} {
		w.WantError(step(p.Anew()), service.NotFound, "renamed")
	}
	w.Organization = "acme-labs"
	w.Player().WantRead(service.StateVerified)
}

func TestNameOfTheRecordFollowsARenamedOrganization(t *testing.T) {
	t.Parallel()
	for position, changes := range map[string]bool{"kept": false, "new": true} {
		w := newWorld(t)
		w.Set(githubsim.SwitchRenamedHostName, position)
		p := w.Player().Bring(service.StatePending)
		before := p.Publication().Record.Name
		w.Must(w.ChangeOwner(githubsim.OwnerChange{Login: "Acme-Labs"}))
		w.Organization = "acme-labs"
		late := w.Player()
		late.Token = p.Token
		if after := late.Publication().Record.Name; (after != before) != changes {
			t.Errorf("%s: %s, then %s", position, before, after)
		}
	}
}

func TestTokenThatMayNotIsDenied(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		spec  simhttp.TokenSpec
		words []string
	}{
		"without scopes": {simhttp.TokenSpec{Scopes: []string{"repo"}}, []string{"lacks a scope", "admin:org"}},
		"of no owner":    {simhttp.TokenSpec{NotAdmin: true}, []string{"owners of the organization"}},
	} {
		w := newWorld(t)
		w.Grant("ghp_another", c.spec)
		w.Values["token"] = "ghp_another"
		t.Log(name)
		w.WantError(w.Player().TryRead(), service.Denied, c.words...)
		w.Organization = "enterprise:acme-group"
		w.WantError(w.Player().TryRead(), service.Denied)
	}
}

// A refusal to add is held against the list: somebody else may have been faster.
func TestDomainThatSomebodyElseAddsMeanwhileIsAdopted(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	p := w.Player()
	p.WantRead(service.StateAbsent)
	w.Must(w.AddDomain(githubsim.DomainSpec{Domain: p.ID.Domain}))
	w.WantError(p.Add(), service.AlreadyExists, "already exists")
	if p.Got.State != service.StatePending || p.Token == "" {
		t.Errorf("got %+v", p.Got)
	}
}

func TestRefusalOfADomainShowsWhatGitHubSays(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.Fault(servicetest.Always(addRequest, "status:200", `{"data":{"addVerifiableDomain":null},"errors":[{"type":"UNPROCESSABLE","path":["addVerifiableDomain"],"message":"Domain is reserved"}]}`))
	w.WantError(w.Player().Add(), service.Rejected, "Domain is reserved", "UNPROCESSABLE", "another one may have it")
	w.WantCount(addRequest, 1)
}

// What comes with a refusal saves a reading.
func TestRefusalToVerifyIsExplainedByTheDomainThatComesWithIt(t *testing.T) {
	t.Parallel()
	for position, readings := range map[string]int{"unverified_payload": 0, "error": 1, "error_with_domain": 0} {
		w := newWorld(t)
		w.Set(githubsim.SwitchVerifyWithoutRecord, position)
		p := w.Player().Bring(service.StatePending)
		w.Unpublish()
		w.ForgetRequests()
		failure := w.WantError(p.Verify(), service.NotYet, "neither", "twice")
		if got := w.Count(listRequest); got != readings || (failure.Response.Message != "") != strings.HasPrefix(position, "error") {
			t.Errorf("%s: %d readings, %+v", position, got, failure)
		}
	}
}

func TestDeniedVerificationIsNoMissingRecord(t *testing.T) {
	t.Parallel()
	for _, kind := range []string{"FORBIDDEN", "INSUFFICIENT_SCOPES"} {
		w := newWorld(t)
		p := w.Player().Bring(service.StatePending)
		w.Fault(servicetest.Always(verifyRequest, "status:200", fmt.Sprintf(`{"data":{"verifyVerifiableDomain":null},"errors":[{"type":"%s","message":"No."}]}`, kind)))
		w.WantError(p.Verify(), service.Denied, "No.")
	}
}

// What an addition does not show is read, and not taken for what there is.
func TestAdditionThatDoesNotShowTheRecordIsRead(t *testing.T) {
	t.Parallel()
	for _, member := range []string{"dnsHostName", "verificationToken", "tokenExpirationTime"} {
		w := newWorld(t)
		w.Fault(
			servicetest.Once(listRequest, "status:200", list(`[]`)),
			servicetest.Once(addRequest, "status:200", `{"data":{"addVerifiableDomain":{"domain":`+node(`,"`+member+`":null`)+`}}}`),
			servicetest.Always(listRequest, "status:200", list(`[`+node(``)+`]`)),
		)
		p := w.Player()
		p.WantRead(service.StateAbsent)
		if w.Must(p.Add()); p.Token != "a54b7bed2f" || p.Got.TokenExpiresAt(p.Method).IsZero() || p.Publication().Record.Name == "" {
			t.Errorf("without %s: %+v", member, p.Got)
		}
	}
}
