// SPDX-License-Identifier: MPL-2.0

package httpapi_test

import (
	"encoding/json"
	"errors"
	"net/http"
	"strings"
	"testing"

	"github.com/domainverify/terraform-provider-domainverify/internal/httpapi"
	"github.com/domainverify/terraform-provider-domainverify/internal/poll/polltest"
)

func TestHTMLAnswerIsNotTakenForSuccessWhenNobodyWantsTheBody(t *testing.T) {
	t.Parallel()
	client, _ := serve(t, func(_ int, w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "text/html")
		_, _ = w.Write([]byte(`<html>Sign in</html>`))
	})
	var broken *httpapi.TransportError
	if err := client.Write(t.Context(), "POST", "/x", nil, nil); !errors.As(err, &broken) || !broken.Sent {
		t.Errorf("got %v, want a transport error of a request that was sent", err)
	}
}

func TestNoContentLeavesTheOutputAsItIs(t *testing.T) {
	t.Parallel()
	client, _ := serve(t, func(_ int, w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusNoContent) })
	output := struct{ B int }{7}
	if err := client.Write(t.Context(), "POST", "/x", nil, &output); err != nil || output.B != 7 {
		t.Errorf("got %+v, %v", output, err)
	}
}

func TestEmptyAnswerIsNoSuccessWhereABodyIsWanted(t *testing.T) {
	t.Parallel()
	client, _ := serve(t, func(int, http.ResponseWriter, *http.Request) {})
	var output struct{ B int }
	if err := client.Read(t.Context(), "GET", "/x", nil, &output); err == nil {
		t.Error("an empty 200 was taken for an answer")
	}
}

// It would leave the output as it is, as if the service had answered with zeros.
func TestNullIsNoSuccess(t *testing.T) {
	t.Parallel()
	client, _ := serve(t, func(_ int, w http.ResponseWriter, _ *http.Request) { _, _ = w.Write([]byte(" null\n")) })
	var output struct{ B int }
	for _, output := range []any{nil, &output, httpapi.Optional(&output)} {
		var broken *httpapi.TransportError
		if err := client.Write(t.Context(), "POST", "/x", nil, output); !errors.As(err, &broken) || !broken.Sent {
			t.Errorf("into %T: got %v, want a transport error of a request that was sent", output, err)
		}
	}
}

// JSON may spell a slash with a backslash, so that the raw body does not show
// the secret; who decodes has to clean once more.
func TestSecretThatJSONSpellsOtherwiseIsFoundAfterDecoding(t *testing.T) {
	t.Parallel()
	const secret = "with/a/slash"
	client, _ := serveChanged(t, func(config *httpapi.Config) { config.Redactor = httpapi.NewRedactor(secret) },
		func(_ int, w http.ResponseWriter, _ *http.Request) {
			w.WriteHeader(400)
			_, _ = w.Write([]byte(`{"message":"bad with\/a\/slash"}`))
		})
	var status *httpapi.StatusError
	var body struct{ Message string }
	if err := client.Read(t.Context(), "GET", "/x", nil, nil); !errors.As(err, &status) || json.Unmarshal(status.Body, &body) != nil {
		t.Fatalf("got %v", err)
	}
	if got := status.Clean(body.Message); got != "bad [redacted]" {
		t.Errorf("got %q", got)
	}
}

// Invariant 9: a body is cleaned before it is cut.
func TestSecretAtTheEndOfALongErrorBodyIsRemovedWhole(t *testing.T) {
	t.Parallel()
	refuse := func(secret string) func(int, http.ResponseWriter, *http.Request) {
		return func(_ int, w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Type", "text/plain")
			w.WriteHeader(http.StatusBadRequest)
			_, _ = w.Write([]byte(strings.Repeat("x", 64<<10-8) + secret))
		}
	}
	client, _ := serve(t, refuse("static-secret"))
	source, _ := refreshing(t, &polltest.Clock{}, refuse("refresh-secret-0"))
	var status *httpapi.StatusError
	if err := client.Read(t.Context(), "GET", "/x", nil, nil); !errors.As(err, &status) || strings.Contains(string(status.Body), "static-") {
		t.Errorf("got %v with half a secret", err)
	}
	var refused *httpapi.TokenError
	if _, err := source.Token(t.Context()); !errors.As(err, &refused) || strings.Contains(string(refused.Refused.Body), "refresh-") {
		t.Errorf("got %v with half a secret", err)
	}
}
