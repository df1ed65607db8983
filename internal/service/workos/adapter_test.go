// SPDX-License-Identifier: MPL-2.0

package workos_test

import (
	"context"
	"crypto/rand"
	"fmt"
	"io"
	"net/http"
	"net/http/httptrace"
	"regexp"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/domainverify/terraform-provider-domainverify/internal/sandbox/workossim"
	"github.com/domainverify/terraform-provider-domainverify/internal/service"
	"github.com/domainverify/terraform-provider-domainverify/internal/service/servicetest"
	"github.com/domainverify/terraform-provider-domainverify/internal/service/workos"
)

func TestWorkOSKeepsTheServiceContract(t *testing.T) {
	t.Parallel()
	servicetest.Run(t, start)
}

var uuidForm = regexp.MustCompile(`^[0-9a-f]{8}-[0-9a-f]{4}-[48][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$`)

// documented are the operations of WorkOS' OpenAPI description that the adapter
// may use. PUT /organizations/{id} is not among them: it replaces all domains.
var documented = regexp.MustCompile(`^(POST /organization_domains|(GET|DELETE) /organization_domains/org_domain_\w+` +
	`|POST /organization_domains/org_domain_\w+/verify|GET /organizations/org_\w+|GET /organizations\?.*` +
	`|GET /organizations/external_id/.*|GET /events\?.*|POST /portal/generate_link)$`)

func TestOnlyDocumentedOperationsAreUsedAndEveryPOSTHasAKeyOfItsOwn(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	p := w.Player().Bring(service.StateVerified)
	w.OutOfBand("fail", p.ID.Domain)
	w.Must(p.Anew().Wait())
	for _, query := range []service.OrganizationQuery{{ExternalID: "x"}, {Name: "x"}, {Domain: p.ID.Domain}} {
		_, err := find(p, query)
		w.Must(err)
	}
	_, err := link(p, service.PortalLinkRequest{OrganizationID: organization})
	w.Must(err)
	w.Must(p.Release())

	seen := map[string]bool{}
	for _, request := range w.Requests() {
		line := request.Method + " " + request.Path
		if !documented.MatchString(line) || strings.Contains(request.Body, "domain_data") {
			t.Errorf("%s %s is not what the adapter may send", line, request.Body)
		}
		key := request.Header.Get("Idempotency-Key")
		if isPOST := request.Method == "POST"; isPOST != uuidForm.MatchString(key) || isPOST && seen[key] {
			t.Errorf("%s has the key %q, want one of its own on each POST alone", line, key)
		}
		seen[key] = true
	}
}

func TestFiveHundredDomainsAreReadByOneCall(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	for n := range 500 {
		_, err := w.AddDomain(workossim.DomainSpec{Domain: fmt.Sprintf("n%d.%s", n, zone)})
		w.Must(err)
	}
	p := w.Player()
	for n := range 500 {
		found := p.For(fmt.Sprintf("n%d.%s", n, zone)).Read()
		if found.State != service.StatePending || found.Token(p.Method) == "" {
			t.Fatalf("domain %d reads %+v, want it pending with its token", n, found)
		}
	}
	w.WantCount("", 1)
}

func TestEverySettingPassesTheWholeLifecycleAndLeavesNothing(t *testing.T) {
	t.Parallel()
	servicetest.EverySetting(t, newWorld, func(w *world, setting servicetest.Setting) {
		hidden := setting == servicetest.Setting{Name: "token_of_verified", Value: "hidden"}
		w.WholeLife(func(p *servicetest.Player, want service.State) {
			got := p.Read()
			isToken := got.Token(p.Method) == p.Token && want != service.StateAbsent || hidden && want == service.StateVerified
			// How a pending domain shows is what a switch is about.
			if isToken == (want == service.StateAbsent) || want != service.StatePending && got.State != want || got.State.Verified() != want.Verified() {
				w.T.Errorf("reads %+v, want it %s with the token %s", got, want, p.Token)
			}
		})
	})
}

// Under every setting a failed domain ends up verified: by its old record, or
// after one more plan by its new one.
func TestEverySettingBringsAFailedDomainBack(t *testing.T) {
	t.Parallel()
	servicetest.EverySetting(t, newWorld, func(w *world, setting servicetest.Setting) {
		p := w.Player().Bring(service.StateVerified).Anew()
		w.OutOfBand("fail", p.ID.Domain)
		p.WantRead(service.StateFailed)
		p = p.Anew()
		if setting.Name == workossim.SwitchRestartToken && setting.Value != "same" {
			w.WantError(p.Wait(), service.Rotated, "terraform plan")
			p = p.Anew()
			p.Token = p.Read().Token(p.Method)
			p = p.Show().Anew()
		}
		w.Must(p.Wait())
		p.WantState(service.StateVerified)
	})
}

func TestEverySettingShowsWhyADomainExpired(t *testing.T) {
	t.Parallel()
	servicetest.EverySetting(t, newWorld, func(w *world, _ servicetest.Setting) {
		p := w.Player()
		w.Must(p.Add())
		w.Poll(w.T.Context())
		w.Clock.Advance(30*24*time.Hour + 2*time.Minute)
		w.Poll(w.T.Context())
		w.Clock.Advance(2 * time.Minute) // beyond the lag of the event
		found := p.Anew().Read()
		want := "WorkOS did not see the record within thirty days (domain_verification_period_expired)"
		if found.State != service.StateFailed || found.Reason != want {
			w.T.Errorf("reads %+v, want it failed because %s", found, want)
		}
	})
}

// slow answers a creation two seconds after the context of its caller ended, or
// not at all where the request does not last as long.
type slow struct{ interrupt func() }

func (s slow) RoundTrip(request *http.Request) (*http.Response, error) {
	body := noDomains
	if request.Method == http.MethodPost {
		httptrace.ContextClientTrace(request.Context()).WroteHeaders()
		s.interrupt()
		select {
		case <-request.Context().Done():
			return nil, request.Context().Err()
		case <-time.After(2 * time.Second):
		}
		body = `{"code":"domain_already_exists"}`
	}
	status := map[string]int{http.MethodPost: http.StatusConflict, http.MethodGet: http.StatusOK}[request.Method]
	return &http.Response{StatusCode: status, Header: http.Header{}, Request: request, Body: io.NopCloser(strings.NewReader(body))}, nil
}

func TestWriteThatIsUnderWayOutlivesItsContextByTheGraceOfTheProcess(t *testing.T) {
	t.Parallel()
	for grace, want := range map[time.Duration]bool{time.Second: true, 3 * time.Second: false} {
		synctest.Test(t, func(t *testing.T) {
			ctx, cancel := context.WithCancel(t.Context())
			made, err := workos.Definition().New(
				service.Values{"api_key": "sk_scripted_key", "organization_id": organization},
				service.Dependencies{Transport: slow{cancel}, Now: time.Now, Random: rand.Reader, Grace: grace})
			if err != nil {
				t.Fatal(err)
			}
			begun := time.Now()
			_, err = made.Add(ctx, service.DomainID{Service: workos.Name, OrganizationID: organization, Domain: "acme.test"})
			servicetest.WantError(t, err, service.Interrupted)
			if cut := time.Since(begun) < 2*time.Second; cut != want {
				t.Errorf("with a grace of %s the creation ended after %s", grace, time.Since(begun))
			}
		})
	}
}
