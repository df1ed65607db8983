// SPDX-License-Identifier: MPL-2.0

package odata_test

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/domainverify/terraform-provider-domainverify/internal/httpapi"
	"github.com/domainverify/terraform-provider-domainverify/internal/httpapi/odata"
	"github.com/domainverify/terraform-provider-domainverify/internal/leakcheck"
)

func TestMain(m *testing.M) { leakcheck.Main(m) }

// list reads the list whose pages are answered by the path of the request.
func list(t *testing.T, pages map[string]string) (ids string, requests int, err error) {
	t.Helper()
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		requests++
		_, _ = fmt.Fprint(w, strings.ReplaceAll(pages[r.URL.RequestURI()], "ORIGIN", "http://"+r.Host))
	}))
	defer server.Close()
	base, err := httpapi.ParseBaseURL(server.URL)
	if err != nil {
		t.Fatal(err)
	}
	transport := &http.Transport{DisableKeepAlives: true}
	client := httpapi.New(httpapi.Config{BaseURL: base, Tokens: httpapi.StaticToken("token"), Transport: transport})
	items, err := odata.List[struct{ ID string }](t.Context(), client, base, "/items")
	for _, item := range items {
		ids += item.ID
	}
	return ids, requests, err
}

func TestListIsReadToItsEnd(t *testing.T) {
	t.Parallel()
	ids, requests, err := list(t, map[string]string{
		"/items":      `{"value":[{"id":"a"},null],"@odata.nextLink":"ORIGIN/items?$s=1"}`,
		"/items?$s=1": `{"value":[],"@odata.nextLink":"ORIGIN/items?$s=2"}`,
		"/items?$s=2": `{"value":[{"id":"b"}]}`,
	})
	if ids != "ab" || requests != 3 || err != nil {
		t.Errorf("read %q by %d requests, %v", ids, requests, err)
	}
}

func TestListThatMayBeCutShortIsAnError(t *testing.T) {
	t.Parallel()
	endless := map[string]string{"/items": `{"value":[],"@odata.nextLink":"ORIGIN/items?$s=1"}`}
	for n := 1; n < 10; n++ {
		endless[fmt.Sprint("/items?$s=", n)] = fmt.Sprintf(`{"value":[],"@odata.nextLink":"ORIGIN/items?$s=%d"}`, n+1)
	}
	full := map[string]string{}
	for n := range 1001 {
		full[strings.TrimSuffix(fmt.Sprint("/items?$s=", n), "?$s=0")] = fmt.Sprintf(`{"value":[{"id":"a"}],"@odata.nextLink":"ORIGIN/items?$s=%d"}`, n+1)
	}
	for what, c := range map[string]struct {
		pages map[string]string
		want  int
		read  string
	}{
		"null":           {map[string]string{"/items": `{"value":null}`}, 1, ""},
		"missing":        {map[string]string{"/items": `{}`}, 1, ""},
		"another host":   {map[string]string{"/items": `{"value":[],"@odata.nextLink":"https://evil.test/items"}`}, 1, ""},
		"another scheme": {map[string]string{"/items": `{"value":[],"@odata.nextLink":"ftp://x"}`}, 1, ""},
		"itself":         {map[string]string{"/items": `{"value":[{"id":"a"}],"@odata.nextLink":"ORIGIN/items"}`}, 1, "a"},
		"endless":        {endless, 4, ""},
		"without end":    {full, 1000, strings.Repeat("a", 1000)},
	} {
		if ids, requests, err := list(t, c.pages); err == nil || ids != c.read || requests != c.want {
			t.Errorf("%s: read %q by %d requests, %v; want an error after %d", what, ids, requests, err, c.want)
		}
	}
}
