// SPDX-License-Identifier: MPL-2.0

package adapter_test

import (
	"net/http"
	"strings"
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
