// SPDX-License-Identifier: MPL-2.0

package zoho

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/domainverify/terraform-provider-domainverify/internal/httpapi"
	"github.com/domainverify/terraform-provider-domainverify/internal/service"
	"github.com/domainverify/terraform-provider-domainverify/internal/service/adapter"
)

// A response is decoded when it arrives, and every later question is asked of the result.
func TestRefusedRequestIsDecodedOnce(t *testing.T) {
	t.Parallel()
	refusal := `{"status":{"code":400,"description":"Invalid Input"},"data":{"errorCode":"DOMAIN_ALREADY_EXISTS","moreInfo":"Associated with another organization."}}`
	for name, run := range map[string]func(*Adapter, service.DomainID) error{
		"add": func(a *Adapter, id service.DomainID) error {
			_, err := a.Add(t.Context(), id)
			return err
		},
		"verify": func(a *Adapter, id service.DomainID) error {
			id.Domain = "pending.test"
			_, err := a.Verify(t.Context(), service.VerifyRequest{ID: id, Method: service.MethodDNSTXT, Token: "zb1"})
			return err
		},
		"release": func(a *Adapter, id service.DomainID) error {
			id.Domain = "pending.test"
			return a.Release(t.Context(), service.ReleaseRequest{ID: id})
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var refusals, all atomic.Int32
			server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
				if r.Method == http.MethodGet {
					_, _ = w.Write([]byte(`{"status":{"code":200},"data":{"domainVO":[{"domainName":"pending.test","verificationStatus":false}]}}`))
					return
				}
				w.WriteHeader(http.StatusBadRequest)
				_, _ = w.Write([]byte(refusal))
			}))
			defer server.Close()
			counting := func(body []byte) (any, error) {
				all.Add(1)
				if strings.Contains(string(body), "DOMAIN_ALREADY_EXISTS") {
					refusals.Add(1)
				}
				return adapter.DecodeJSON(body)
			}
			made, err := newAdapter(service.Values{"access_token": "1000.a", "base_url": server.URL}, service.Dependencies{Transport: server.Client().Transport})
			if err != nil {
				t.Fatal(err)
			}
			a := made.(*Adapter)
			a.decode = counting
			err = run(a, service.DomainID{Service: Name, OrganizationID: "1", Domain: "acme.test"})
			if class := service.ClassOf(err); class != service.HeldElsewhere && class != service.Blocked {
				t.Errorf("got %v, want the refusal", err)
			}
			// The list is read before and after.
			if refusals.Load() != 1 || all.Load() > 3 {
				t.Errorf("%d decodings of the refusal and %d in all, want 1 and 3 at most", refusals.Load(), all.Load())
			}
		})
	}
}

// A body that is too long or breaks off is not decoded at all: its status counts.
func TestRefusalThatWasNotDecodedHasTheMeaningOfItsStatus(t *testing.T) {
	t.Parallel()
	a := &Adapter{center: dataCenters()[0]}
	o := a.newOrganization(a.vendor(httpapi.Config{}), "1")
	for status, want := range map[int]service.Class{
		400: service.Rejected, 401: service.Denied, 403: service.Denied, 404: service.NotFound, 408: service.Transient, 429: service.Throttled, 302: service.Rejected, 500: service.Transient, 503: service.Transient,
	} {
		err := o.Failure(t.Context(), "read", &httpapi.StatusError{Method: http.MethodGet, Path: "/api/organization/1/domains", Status: status, Body: []byte(`{"status":{"code":200,"desc`)})
		if got := service.ClassOf(err); got != want {
			t.Errorf("%d: %v, want the class %s", status, err, want)
		}
	}
}
