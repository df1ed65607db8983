// SPDX-License-Identifier: MPL-2.0

package websim_test

import (
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/domainverify/terraform-provider-domainverify/internal/leakcheck"
	"github.com/domainverify/terraform-provider-domainverify/internal/sandbox/websim"
)

func TestMain(m *testing.M) { leakcheck.Main(m) }

const file = "http://acme.test/zohoverify/verifyforzoho.html"

func now() time.Time { return time.Unix(1e9, 0).UTC() }

// start returns the host and its host:port.
func start(t *testing.T) (h *websim.Host, address string) {
	t.Helper()
	h, err := websim.New("secret", now)
	if err != nil {
		t.Fatal(err)
	}
	server := httptest.NewServer(h)
	t.Cleanup(server.Close)
	return h, strings.TrimPrefix(server.URL, "http://")
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// send makes a request with a Host header of its own.
func send(t *testing.T, address, method, host, path, body string, header map[string]string) (status int, text string) {
	t.Helper()
	req, err := http.NewRequestWithContext(t.Context(), method, "http://"+address+path, strings.NewReader(body))
	must(t, err)
	req.Host = host
	for name, value := range header {
		req.Header.Set(name, value)
	}
	resp, err := unpooled().Do(req)
	must(t, err)
	defer func() { _ = resp.Body.Close() }()
	raw, err := io.ReadAll(resp.Body)
	must(t, err)
	return resp.StatusCode, string(raw)
}

func TestFilesAreServedByHostAndPath(t *testing.T) {
	t.Parallel()
	h, address := start(t)
	must(t, h.Publish(file, "12345678"))
	must(t, h.Publish("https://beta.test", "beta"))
	for _, c := range []struct {
		method, host, path string
		status             int
		body               string
	}{
		{"GET", "acme.test", "/zohoverify/verifyforzoho.html", 200, "12345678"},
		{"GET", "ACME.test.:80", "/zohoverify/verifyforzoho.html?a=b", 200, "12345678"},
		{"HEAD", "acme.test", "/zohoverify/verifyforzoho.html", 200, ""},
		{"GET", "beta.test", "/", 200, "beta"},
		{"GET", "beta.test", "/zohoverify/verifyforzoho.html", 404, "There is no /zohoverify/verifyforzoho.html at beta.test.\n"},
		{"GET", "acme.test", "/", 404, "There is no / at acme.test.\n"},
		{"POST", "acme.test", "/", 405, "POST is not supported here.\n"},
	} {
		if status, body := send(t, address, c.method, c.host, c.path, "", nil); status != c.status || body != c.body {
			t.Errorf("%s %s%s: %d %q, want %d %q", c.method, c.host, c.path, status, body, c.status, c.body)
		}
	}
}

func TestOnlyTheKeyPublishes(t *testing.T) {
	t.Parallel()
	h, address := start(t)
	const path = "/zohoverify/verifyforzoho.html"
	bearer := func(key string) map[string]string { return map[string]string{"Authorization": "Bearer " + key} }
	once := map[string]string{"Authorization": "Bearer secret", "If-None-Match": "*"}
	seen := []int{}
	for _, c := range []struct {
		method, body string
		header       map[string]string
	}{
		{"PUT", "a", nil},
		{"PUT", "a", bearer("wrong")},
		{"DELETE", "", nil},
		{"DELETE", "", bearer("secret")},
		{"PUT", "first", once},
		{"PUT", "second", once},
		{"PUT", "third", bearer("secret")},
		{"PUT", strings.Repeat("x", 1<<20+1), bearer("secret")},
	} {
		status, _ := send(t, address, c.method, "Acme.test", path, c.body, c.header)
		seen = append(seen, status)
	}
	if diff := cmp.Diff([]int{401, 401, 401, 404, 201, 412, 204, 413}, seen); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	if diff := cmp.Diff(map[string]string{file: "third"}, h.Files()); diff != "" {
		t.Errorf("files (-want +got):\n%s", diff)
	}
	if status, _ := send(t, address, "DELETE", "acme.test", path, "", bearer("secret")); status != 204 || len(h.Files()) != 0 {
		t.Errorf("DELETE: %d, left %v", status, h.Files())
	}
}

func TestPresetAnswersHideTheFileUntilReset(t *testing.T) {
	t.Parallel()
	h, address := start(t)
	must(t, h.Publish(file, "12345678"))
	must(t, h.Preset(file, websim.Answer{Status: 503, Content: "later"}))
	broken, body := send(t, address, "GET", "acme.test", "/zohoverify/verifyforzoho.html", "", nil)
	must(t, h.Preset(file, websim.Answer{Content: "other"}))
	other, otherBody := send(t, address, "GET", "acme.test", "/zohoverify/verifyforzoho.html", "", nil)
	h.Reset()
	healed, file := send(t, address, "GET", "acme.test", "/zohoverify/verifyforzoho.html", "", nil)
	if broken != 503 || body != "later" || other != 200 || otherBody != "other" || healed != 200 || file != "12345678" {
		t.Errorf("%d %q, then %d %q, then %d %q", broken, body, other, otherBody, healed, file)
	}
}

func TestFetchConnectsToTheAddressAndFollowsNothing(t *testing.T) {
	t.Parallel()
	h, address := start(t)
	must(t, h.Preset(file, websim.Answer{Status: 301, Location: "https://www.acme.test/"}))
	resp, err := websim.Fetch(t.Context(), address, strings.Replace(file, "http:", "https:", 1))
	must(t, err)
	must(t, resp.Body.Close())
	if resp.StatusCode != 301 || resp.Header.Get("Location") != "https://www.acme.test/" {
		t.Errorf("%d to %s, want the redirect", resp.StatusCode, resp.Header.Get("Location"))
	}
	want := []websim.Request{{Time: now(), Method: "GET", Scheme: "https", Host: "acme.test", Path: "/zohoverify/verifyforzoho.html", Status: 301}}
	if diff := cmp.Diff(want, h.Requests()); diff != "" {
		t.Errorf("log (-want +got):\n%s", diff)
	}
	for _, url := range []string{"http://%zz", "http://acme.test/"} {
		if resp, err := websim.Fetch(t.Context(), "127.0.0.1:1", url); err == nil {
			_ = resp.Body.Close()
			t.Errorf("fetched %s from nobody", url)
		}
	}
}

func TestImpossibleFilesAndAnswersAreErrors(t *testing.T) {
	t.Parallel()
	h, _ := start(t)
	_, keyless := websim.New("", now)
	for name, err := range map[string]error{
		"no key":            keyless,
		"no URL":            h.Publish("acme.test/file", "a"),
		"broken URL":        h.Publish("http://%zz", "a"),
		"other scheme":      h.Publish("ftp://acme.test/file", "a"),
		"removing nothing":  h.Remove(file),
		"removing no URL":   h.Remove("file"),
		"answer of no URL":  h.Preset("file", websim.Answer{}),
		"impossible status": h.Preset(file, websim.Answer{Status: 99}),
	} {
		if err == nil {
			t.Errorf("%s was accepted", name)
		}
	}
	must(t, h.Publish(file, "a"))
	must(t, h.Remove(file))
	if len(h.Files()) != 0 {
		t.Errorf("left %v", h.Files())
	}
}

// unpooled is a client without idle connections: closing any httptest server closes
// those of the default client, also while another test is about to use one.
func unpooled() *http.Client {
	return &http.Client{Transport: &http.Transport{DisableKeepAlives: true}}
}
