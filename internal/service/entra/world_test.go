// SPDX-License-Identifier: MPL-2.0

package entra_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/domainverify/terraform-provider-domainverify/internal/leakcheck"
	"github.com/domainverify/terraform-provider-domainverify/internal/sandbox/entrasim"
	"github.com/domainverify/terraform-provider-domainverify/internal/sandbox/simhttp"
	"github.com/domainverify/terraform-provider-domainverify/internal/service"
	"github.com/domainverify/terraform-provider-domainverify/internal/service/entra"
	"github.com/domainverify/terraform-provider-domainverify/internal/service/servicetest"
)

func TestMain(m *testing.M) { leakcheck.Main(m) }

// The requests of the steps, as parts of their lines. A domain is d0.corp.test and so on.
const (
	listRequest    = "GET /v1.0/domains"
	addRequest     = "POST /v1.0/domains"
	recordsRequest = "/verificationDnsRecords"
	verifyRequest  = "/verify"
	forceRequest   = "/forceDelete"
	releaseRequest = "DELETE /v1.0/domains"
	holderRequest  = "openid-configuration"
	tokenRequest   = "/oauth2/v2.0/token"
)

func subject() servicetest.Subject {
	return servicetest.Subject{
		Definition: entra.Definition(), ReadsTokens: true, ConfirmsAbsence: true,
		Calls: map[servicetest.Step]string{
			servicetest.StepAdd: addRequest, servicetest.StepChallenge: recordsRequest, servicetest.StepVerify: verifyRequest,
			servicetest.StepRelease: releaseRequest, servicetest.StepRead: listRequest,
		},
		Lasting: &servicetest.LastingRelease{
			Prepare: func(p *servicetest.Player) *servicetest.Player {
				use(p)
				return p.With(entra.OptionForceRelease)
			},
			Call: forceRequest, Takes: time.Minute,
		},
		Use: use,
		ErrorBody: func(text string) string {
			return fmt.Sprintf(`{"error":{"code":"Request_BadRequest","message":"%s"}}`, text)
		},
	}
}

// use makes objects of three kinds use the player's domain.
func use(p *servicetest.Player) {
	sim := p.Simulator.Own.(*entrasim.Sim)
	p.Must(sim.SetReferences(entrasim.ReferenceSpec{Domain: p.ID.Domain, References: entrasim.References{Users: 9, Groups: 1, Applications: 2}}))
}

// world is three simulated tenants.
type world struct {
	*servicetest.World
	*entrasim.Sim
	client entrasim.Client
}

// newWorld has an access token, so that every request is one of the service's.
func newWorld(t *testing.T) *world {
	t.Helper()
	w := &world{World: servicetest.Start(t, subject(), entrasim.Factory())}
	w.Sim = w.World.Simulator.Own.(*entrasim.Sim)
	// The stories verify before the record is there, which the provider does not.
	w.Set(entrasim.SwitchFailedLookupKept, "0s")
	w.client = w.Sim.Client(w.Values["graph_url"], w.Values["login_url"])
	w.Organization = w.client.TenantID
	w.by(service.Values{"access_token": w.IssueAccessToken(simhttp.TokenSpec{Lifetime: 10000 * time.Hour})})
	return w
}

// by makes the later processes use these credentials alone.
func (w *world) by(credentials service.Values) {
	w.Values = service.Values{"graph_url": w.client.GraphURL, "login_url": w.client.LoginURL, "tenant_id": w.client.TenantID}
	for name, value := range credentials {
		w.Values[name] = value
	}
}

// have adds a domain out of band.
func (w *world) have(domain, tenant string, verified bool) {
	w.T.Helper()
	w.Must(w.AddDomain(entrasim.DomainSpec{Domain: domain, Tenant: tenant, Verified: verified}))
}

func start(t *testing.T) *servicetest.World { return newWorld(t).World }
