// SPDX-License-Identifier: MPL-2.0

package workos_test

import (
	"context"
	"crypto/rand"
	"io"
	"net/http"
	"net/http/httptrace"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/domainverify/terraform-provider-domainverify/internal/service"
	"github.com/domainverify/terraform-provider-domainverify/internal/service/workos"
)

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
