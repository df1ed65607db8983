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

	"github.com/domainverify/terraform-provider-domainverify/internal/sandbox/simhttp"
	"github.com/domainverify/terraform-provider-domainverify/internal/sandbox/workossim"
	"github.com/domainverify/terraform-provider-domainverify/internal/service"
	"github.com/domainverify/terraform-provider-domainverify/internal/service/servicetest/former"
	"github.com/domainverify/terraform-provider-domainverify/internal/service/workos"
)

func TestWorkOSKeepsTheServiceContract(t *testing.T) {
	t.Parallel()
	former.Run(t, func(t *testing.T) former.World { return newWorld(t) })
}

var uuidForm = regexp.MustCompile(`^[0-9a-f]{8}-[0-9a-f]{4}-[48][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$`)

// documented are the operations of WorkOS' OpenAPI description that the adapter
// may use. PUT /organizations/{id} is not among them: it replaces all domains.
var documented = regexp.MustCompile(`^(POST /organization_domains|(GET|DELETE) /organization_domains/org_domain_\w+` +
	`|POST /organization_domains/org_domain_\w+/verify|GET /organizations/org_\w+|GET /organizations\?.*` +
	`|GET /organizations/external_id/.*|GET /events\?.*|POST /portal/generate_link)$`)

func contains(text, part string) bool { return strings.Contains(text, part) }

// keys lists the idempotency keys of the requests that match.
func (w *world) keys(match string) (keys []string) {
	for _, request := range w.Requests() {
		if contains(request.Method+" "+request.Path, match) {
			keys = append(keys, request.Header.Get("Idempotency-Key"))
		}
	}
	return keys
}

func (w *world) bodies(match string) (bodies []string) {
	for _, request := range w.Requests() {
		if contains(request.Method+" "+request.Path, match) {
			bodies = append(bodies, request.Body)
		}
	}
	return bodies
}

func TestOnlyDocumentedOperationsAreUsedAndEveryPOSTHasAKeyOfItsOwn(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	adapter, id := w.adapter(t), w.ID(0)
	token := w.makeVerified(t, adapter, id)
	w.drift(t, "fail", id)
	must(t, w.wait(t, w.adapter(t), id, token))
	for _, query := range []service.OrganizationQuery{{ExternalID: "x"}, {Name: "x"}, {Domain: id.Domain}} {
		_, err := adapter.FindOrganizations(t.Context(), query)
		must(t, err)
	}
	_, err := adapter.PortalLink(t.Context(), service.PortalLinkRequest{OrganizationID: id.OrganizationID})
	must(t, err)
	must(t, adapter.Release(t.Context(), service.ReleaseRequest{ID: id}))

	seen := map[string]bool{}
	for _, request := range w.Requests() {
		line := request.Method + " " + request.Path
		if !documented.MatchString(line) || contains(request.Body, "domain_data") {
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
		must(t, err)
	}
	adapter := w.adapter(t)
	for n := range 500 {
		found := read(t, adapter, w.id(fmt.Sprintf("n%d.%s", n, zone)))
		if found.State != service.StatePending || found.Token(service.MethodDNSTXT) == "" {
			t.Fatalf("domain %d reads %+v, want it pending with its token", n, found)
		}
	}
	w.wantCount(t, "", 1)
}

// everySetting runs test under each setting of each switch.
func everySetting(t *testing.T, test func(t *testing.T, w *world, sw, value string)) {
	t.Helper()
	for _, sw := range newWorld(t).Switches().List() {
		for _, value := range sw.Allowed {
			t.Run(sw.Name+"="+value, func(t *testing.T) {
				t.Parallel()
				w := newWorld(t)
				w.set(t, sw.Name, value)
				test(t, w, sw.Name, value)
			})
		}
	}
}

// processes gives the adapter of one process for all steps, or of a new one
// for each step, as when every step is an apply of its own.
func (w *world) processes(t *testing.T) map[string]func() *workos.Adapter {
	one := w.adapter(t)
	return map[string]func() *workos.Adapter{
		"one process":            func() *workos.Adapter { return one },
		"a process for each one": func() *workos.Adapter { return w.adapter(t) },
	}
}

func TestEverySettingPassesTheWholeLifecycleAndLeavesNothing(t *testing.T) {
	t.Parallel()
	everySetting(t, func(t *testing.T, w *world, sw, value string) {
		hidden := sw == "token_of_verified" && value == "hidden"
		for _, process := range w.processes(t) {
			id := w.id("life." + zone)
			_, err := process().Add(t.Context(), id)
			must(t, err)
			token := read(t, process(), id).Token(service.MethodDNSTXT)
			publication, err := process().Publication(t.Context(), id, service.MethodDNSTXT, token)
			must(t, err)
			if found, err := verify(t, process(), id, token); err != nil || found.State.Verified() {
				t.Fatalf("verify without a record: %+v, %v; want an attempt under way", found, err)
			}
			w.Publish(t, publication)
			w.untilVerified(t, process(), id, token)
			got := read(t, process(), id)
			shown := got.Token(service.MethodDNSTXT)
			if hidden && shown == "" {
				shown = token
			}
			if got.State != service.StateVerified || shown != token {
				t.Errorf("reads %+v, want it verified with the token %s", got, token)
			}
			w.untilVerified(t, process(), id, token)
			_, err = process().Add(t.Context(), id)
			wantError(t, err, service.AlreadyExists, "verified")
			must(t, process().Release(t.Context(), service.ReleaseRequest{ID: id}))
			w.wantState(t, id, service.StateAbsent)
			must(t, process().Release(t.Context(), service.ReleaseRequest{ID: id}))
			w.Unpublish(t, publication)
		}
	})
}

// Under every setting a failed domain ends up verified: by its old record, or
// after one more plan by its new one.
func TestEverySettingBringsAFailedDomainBack(t *testing.T) {
	t.Parallel()
	everySetting(t, func(t *testing.T, w *world, sw, value string) {
		id := w.id("failed." + zone)
		token := w.makeVerified(t, w.adapter(t), id)
		w.drift(t, "fail", id)
		if got := read(t, w.adapter(t), id); got.State != service.StateFailed {
			t.Fatalf("reads %+v, want it failed", got)
		}
		err := w.wait(t, w.adapter(t), id, token)
		if sw == workossim.SwitchRestartToken && value != "same" {
			wantError(t, err, service.Rotated, "terraform plan")
			planned := w.adapter(t)
			token = read(t, planned, id).Token(service.MethodDNSTXT)
			publication, err := planned.Publication(t.Context(), id, service.MethodDNSTXT, token)
			must(t, err)
			w.Publish(t, publication)
			w.untilVerified(t, w.adapter(t), id, token)
			return
		}
		must(t, err)
		w.wantState(t, id, service.StateVerified)
	})
}

func TestEverySettingShowsWhyADomainExpired(t *testing.T) {
	t.Parallel()
	everySetting(t, func(t *testing.T, w *world, _, _ string) {
		id := w.id("late." + zone)
		_, err := w.adapter(t).Add(t.Context(), id)
		must(t, err)
		w.Poll(t.Context())
		w.clock.Advance(30*24*time.Hour + 2*time.Minute)
		w.Poll(t.Context())
		w.clock.Advance(2 * time.Minute) // beyond the lag of the event
		found := read(t, w.adapter(t), id)
		want := "WorkOS did not see the record within thirty days (domain_verification_period_expired)"
		if found.State != service.StateFailed || found.Reason != want {
			t.Errorf("reads %+v, want it failed because %s", found, want)
		}
	})
}

func brief(t *testing.T) context.Context {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), 50*time.Millisecond)
	t.Cleanup(cancel)
	return ctx
}

func TestInterruptedAddWhoseOutcomeIsOpenSaysSoAndHowToImport(t *testing.T) {
	t.Parallel()
	for name, faults := range map[string][]simhttp.Fault{
		"never answered":              {{Match: "POST /organization_domains", Kind: "hang_after"}},
		"lost, and the reading hangs": {{Match: "POST /organization_domains", Kind: "drop_after"}, {Match: "GET /organizations/", Kind: "hang"}},
		"lost, and the retry hangs":   {{Match: "POST /organization_domains", Kind: "drop", Times: 1}, {Match: "POST /organization_domains", Kind: "hang_after"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t)
			adapter, id := w.adapter(t), w.ID(0)
			read(t, adapter, id)
			for _, fault := range faults {
				w.fault(t, fault)
			}
			_, err := adapter.Add(brief(t), id)
			wantError(t, err, service.Interrupted, "may or may not have been applied", "terraform import ADDRESS "+id.String())
			w.wantState(t, id, service.StatePending)
			w.Heal()
			if got := read(t, adapter, id).State; got != service.StatePending {
				t.Errorf("reads %s in the same process, want what the service has", got)
			}
		})
	}
}

func TestInterruptedVerifyAndReleaseSayWhetherTheOutcomeIsOpen(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	adapter, id := w.adapter(t), w.ID(0)
	token := w.makePending(t, adapter, id)
	w.fault(t, simhttp.Fault{Match: "/organization_domains", Kind: "hang"})
	_, err := adapter.Verify(brief(t), service.VerifyRequest{ID: id, Method: service.MethodDNSTXT, Token: token})
	wantError(t, err, service.Interrupted, "may or may not have been applied", "Run Terraform again")
	wantError(t, adapter.Release(brief(t), service.ReleaseRequest{ID: id}), service.Interrupted, "may or may not have been applied", "Run Terraform again")
}

func TestInterruptedReadingShowsTheLastResponseUntilThen(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.fault(t, simhttp.Fault{Match: "GET /organizations/", Kind: "status:503", Times: 1, Body: `{"message":"Down for a moment."}`})
	w.fault(t, simhttp.Fault{Match: "GET /organizations/", Kind: "hang"})
	_, err := w.adapter(t).Read(brief(t), w.ID(0))
	wantError(t, err, service.Interrupted, "timeout expired", "Down for a moment.")
	if responseOf(err).Status != 503 {
		t.Errorf("response %+v, want the 503", responseOf(err))
	}
}

// slow answers a creation two seconds after the context of its caller ended, or
// not at all where the request does not last as long.
type slow struct{ interrupt func() }

func (s slow) RoundTrip(request *http.Request) (*http.Response, error) {
	body := `{"id":"org_01SCRIPT","name":"Acme","domains":[]}`
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
				service.Values{"api_key": "sk_scripted_key", "organization_id": "org_01SCRIPT"},
				service.Dependencies{Transport: slow{cancel}, Now: time.Now, Random: rand.Reader, Grace: grace})
			must(t, err)
			begun := time.Now()
			_, err = made.Add(ctx, service.DomainID{Service: workos.Name, OrganizationID: "org_01SCRIPT", Domain: "acme.test"})
			if service.ClassOf(err) != service.Interrupted {
				t.Errorf("%s: %v, want an interruption", grace, err)
			}
			if cut := time.Since(begun) < 2*time.Second; cut != want {
				t.Errorf("with a grace of %s the creation ended after %s", grace, time.Since(begun))
			}
		})
	}
}
