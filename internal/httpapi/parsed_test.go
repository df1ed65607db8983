// SPDX-License-Identifier: MPL-2.0

package httpapi_test

import (
	"net/http"
	"net/http/httptest"
	"net/url"
	"testing"

	"github.com/domainverify/terraform-provider-domainverify/internal/httpapi"
)

func TestParsedOutputIsWhatTheClassificationHasDecoded(t *testing.T) {
	t.Parallel()
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		_, _ = w.Write([]byte(r.URL.Query().Get("body")))
	}))
	defer server.Close()
	base, err := url.Parse(server.URL)
	if err != nil {
		t.Fatal(err)
	}
	decoded := 0
	client := httpapi.New(httpapi.Config{
		BaseURL: base, Tokens: httpapi.StaticToken("token"),
		Classify: func(_ int, _ http.Header, body []byte) httpapi.Classification {
			decoded++
			return httpapi.Classification{Parsed: "decoded " + string(body)}
		},
	})
	for body, want := range map[string]any{"{}": "decoded {}", "<html>": nil, "": nil} {
		decoded = 0
		var got any
		err := client.Call(t.Context(), http.MethodPost, "/?body="+url.QueryEscape(body), nil, httpapi.Parsed(&got))
		if got != want || (err == nil) != (want != nil) || decoded != 1 {
			t.Errorf("%q: %v, %v after %d decodings; want %v", body, got, err, decoded, want)
		}
	}
	var got any
	if err := client.Call(t.Context(), http.MethodDelete, "/", nil, httpapi.Optional(httpapi.Parsed(&got))); err != nil || got != nil {
		t.Errorf("a response without a body: %v, %v", got, err)
	}
}
