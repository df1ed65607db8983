// SPDX-License-Identifier: MPL-2.0

package adapter_test

import (
	"net/http"
	"strings"
	"sync"
	"testing"

	"github.com/domainverify/terraform-provider-domainverify/internal/httpapi"
	"github.com/domainverify/terraform-provider-domainverify/internal/service"
	"github.com/domainverify/terraform-provider-domainverify/internal/service/adapter"
)

// acme is a vendor that says everything by its status.
func acme() *adapter.Vendor {
	return &adapter.Vendor{
		Name: "acme", Company: "Acme", AdviceRateLimited: "Wait.",
		Redactor: httpapi.NewRedactor("s3cret-key-1234"),
		Response: func(refused *httpapi.StatusError) service.Response {
			return service.Response{Status: refused.Status, Code: refused.Header.Get("Code"), Message: string(refused.Body)}
		},
		Classify: func(refused *httpapi.StatusError) adapter.Meaning {
			if refused.Status == http.StatusForbidden {
				return adapter.Meaning{Class: service.Denied, Reason: "forbidden", Advice: "Ask."}
			}
			return adapter.Meaning{Class: service.Rejected, Reason: "rejected"}
		},
	}
}

func TestResponseIsShownWithoutSecretsAndControlCharactersAndCut(t *testing.T) {
	t.Parallel()
	said := acme().ResponseOf(&httpapi.StatusError{
		Status: http.StatusBadRequest, Header: http.Header{"Code": {"E\x1b[31m1"}},
		Body: []byte("key s3cret-key-1234\nis wrong " + strings.Repeat("x", 1000)),
	})
	switch {
	case strings.Contains(said.Message, "s3cret-key-1234"), strings.ContainsAny(said.Message+said.Code, "\n\x1b"):
		t.Errorf("shown as %+v", said)
	case len([]rune(said.Message)) > 501, !strings.HasSuffix(said.Message, "…"):
		t.Errorf("the message is not cut: %d characters", len([]rune(said.Message)))
	}
	if said := acme().ResponseOf(&httpapi.InterruptedError{Last: &httpapi.StatusError{Status: 503}}); said != (service.Response{}) {
		t.Errorf("what an interrupted call met before is taken for its refusal: %+v", said)
	}
	if said := acme().ResponseOf(&httpapi.StatusError{Status: 400, Header: http.Header{"Code": {"E1"}}}); said.Message != "E1" {
		t.Errorf("a response without a message shows %+v", said)
	}
}

func TestStatusMeansTheSameAtEveryService(t *testing.T) {
	t.Parallel()
	for status, want := range map[int]service.Class{
		302: service.Rejected, 400: service.Rejected, 408: service.Transient, 422: service.Rejected,
		429: service.Throttled, 500: service.Transient, 503: service.Transient,
	} {
		got := acme().StatusMeaning(status)
		if got.Class != want || !strings.Contains(got.Reason, "Acme") || got.Advice == "" {
			t.Errorf("%d: %+v, want the class %q", status, got, want)
		}
	}
}

func TestRefusalWithoutAMeaningOfTheVendorHasThatOfTheRateLimitOrTheStatus(t *testing.T) {
	t.Parallel()
	vendor := acme()
	vendor.Classify = func(refused *httpapi.StatusError) adapter.Meaning {
		if string(refused.Body) == "no" {
			return adapter.Denied("denied", "Ask.")
		}
		return adapter.Meaning{}
	}
	for class, refused := range map[service.Class]*httpapi.StatusError{
		service.Denied:    {Status: 503, Body: []byte("no")},
		service.Throttled: {Status: 403, Kind: httpapi.Throttled},
		service.Transient: {Status: 503},
		service.Rejected:  {Status: 200, Kind: httpapi.Refused},
	} {
		if got := typed(t, vendor.Failure(t.Context(), operation, refused)); got.Class != class || got.Reason == "" || got.Advice == "" {
			t.Errorf("%+v, want the class %s", got, class)
		}
	}
}

// A proxy that blocks the way, or an address that is another host's, answers by a page.
func TestPageInPlaceOfARefusalSaysNothingAboutTheCredentialsOrTheDomain(t *testing.T) {
	t.Parallel()
	vendor := acme()
	vendor.Classify, vendor.Meanings = nil, map[int]adapter.Meaning{404: {Class: service.NotFound}, 409: {Class: service.HeldElsewhere}}
	denying := acme()
	for status, of := range map[int]*adapter.Vendor{400: vendor, 401: denying, 403: denying, 404: vendor, 409: vendor, 410: vendor} {
		refused := &httpapi.StatusError{Status: status, Body: []byte("<!DOCTYPE html><title>Blocked</title>")}
		got := typed(t, of.Failure(t.Context(), operation, refused))
		if got.Class != service.Transient || !strings.Contains(got.Reason, "page") || !strings.Contains(got.Advice, "proxy") || adapter.StatusOf(refused) != 0 {
			t.Errorf("%d: %+v", status, got)
		}
	}
}

func TestTableIsUsedByManyDomainsAtOnce(t *testing.T) {
	t.Parallel()
	var table adapter.Table[int, int]
	var all sync.WaitGroup
	for n := range 50 {
		all.Go(func() {
			table.Set(n, n)
			table.Any(func(int) bool { return false })
			if n%2 == 1 {
				table.Delete(n)
			}
		})
	}
	all.Wait()
	for n := range 50 {
		if got, ok := table.Get(n); ok != (n%2 == 0) || ok && got != n {
			t.Errorf("%d is %d, %t", n, got, ok)
		}
	}
	if !table.Any(func(n int) bool { return n == 48 }) || table.Any(func(n int) bool { return n == 49 }) {
		t.Error("the values are not those of the keys that are left")
	}
}
