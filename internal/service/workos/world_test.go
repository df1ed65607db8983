// SPDX-License-Identifier: MPL-2.0

package workos_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/domainverify/terraform-provider-domainverify/internal/leakcheck"
	"github.com/domainverify/terraform-provider-domainverify/internal/sandbox/simhttp"
	"github.com/domainverify/terraform-provider-domainverify/internal/sandbox/workossim"
	"github.com/domainverify/terraform-provider-domainverify/internal/service"
	"github.com/domainverify/terraform-provider-domainverify/internal/service/servicetest"
	"github.com/domainverify/terraform-provider-domainverify/internal/service/workos"
)

func TestMain(m *testing.M) { leakcheck.Main(m) }

const (
	zone         = servicetest.Zone
	organization = "org_01SCRIPT"
)

// The requests of the steps, as parts of their lines. That of an addition is the
// beginning of that of a verification; no test lets only one of the two fail.
const (
	organizationRead = "GET /organizations/"
	domainRead       = "GET /organization_domains/"
	addRequest       = "POST /organization_domains"
	verifyRequest    = "/verify"
	releaseRequest   = "DELETE /organization_domains/"
)

func subject() servicetest.Subject {
	return servicetest.Subject{
		Definition: workos.Definition(), TellsTokens: true,
		Calls: map[servicetest.Step]string{
			servicetest.StepAdd: addRequest, servicetest.StepChallenge: domainRead, servicetest.StepVerify: verifyRequest,
			servicetest.StepRelease: releaseRequest, servicetest.StepRead: organizationRead,
		},
		ErrorBody: func(text string) string { return fmt.Sprintf(`{"code":"%s","message":"%s"}`, text, text) },
	}
}

// world is a simulated WorkOS.
type world struct {
	*servicetest.World
	*workossim.Sim
}

func newWorld(t *testing.T) *world {
	t.Helper()
	w := &world{}
	w.World = servicetest.Start(t, subject(), workossim.Factory(&workossim.Config{Credentials: workossim.Credentials{OrganizationID: organization}}, &w.Sim))
	w.StateOf = func(domain string) string {
		if found, ok := w.Snapshot().Domain(domain); ok {
			return found.State
		}
		return simhttp.Unknown
	}
	return w
}

func start(t *testing.T) *servicetest.World { return newWorld(t).World }

// truth is the domain as it is at the service.
func (w *world) truth(p *servicetest.Player) workossim.DomainSnapshot {
	found, _ := w.Snapshot().Domain(p.ID.Domain)
	return found
}

// wantTruth compares what a step returned with the domain at the service.
func (w *world) wantTruth(p *servicetest.Player, what string) {
	w.T.Helper()
	if truth := w.truth(p); p.Got.RemoteID != truth.ID || p.Got.Token(p.Method) != truth.Token || truth.ID == "" {
		w.T.Errorf("%s: got %+v, want %+v", what, p.Got, truth)
	}
}

// poll lets WorkOS look for records, whatever its interval.
func (w *world) poll() { w.Clock.Advance(11 * time.Minute) }

// unseen is a pending domain whose record WorkOS does not see.
func (w *world) unseen() *servicetest.Player {
	w.T.Helper()
	p := w.Player().Bring(service.StatePending)
	w.Unpublish()
	return p
}

// keys lists the idempotency keys of the requests whose line contains match.
func (w *world) keys(match string) (keys []string) {
	for _, request := range w.Requests() {
		if strings.Contains(request.Method+" "+request.Path, match) {
			keys = append(keys, request.Header.Get("Idempotency-Key"))
		}
	}
	return keys
}

// wantSameKey wants that many requests, all with one idempotency key.
func (w *world) wantSameKey(match string, requests int) {
	w.T.Helper()
	keys := w.keys(match)
	for _, key := range keys {
		if key != keys[0] || !uuidForm.MatchString(key) || len(keys) != requests {
			w.T.Errorf("keys %v, want the same UUID %d times", keys, requests)
		}
	}
}

const (
	scriptedID = "org_domain_01SCRIPT"
	noDomains  = `{"id":"` + organization + `","domains":[]}`
)

// shows is the response of an organization with one domain, of which the given fields
// show, each with a comma behind it.
func shows(fields string) string {
	return `{"id":"` + organization + `","name":"Acme","external_id":null,"domains":[` + domainOf(fields) + `]}`
}

func domainOf(fields string) string {
	return `{` + fields + `"id":"` + scriptedID + `","domain":"D0.Corp.TEST."}`
}

// scripted is the domain of a WorkOS that shows the given fields and nothing else, for
// responses that the simulator does not give. It is verified as soon as verify was called.
// The faults come first.
func scripted(t *testing.T, fields string, faults ...simhttp.Fault) *servicetest.Player {
	t.Helper()
	w := newWorld(t)
	w.Fault(faults...)
	w.Fault(
		servicetest.Once(verifyRequest, "status:201", domainOf(fields)),
		servicetest.Always(verifyRequest, "status:400", `{"code":"domain_already_verified","message":"Domain is already verified."}`),
		servicetest.Always(organizationRead, "status:200", shows(fields)),
		servicetest.Always("/organization_domains", "status:200", domainOf(fields)),
	)
	p := w.Player()
	p.Token = "T0ken"
	return p
}
