// SPDX-License-Identifier: MPL-2.0

package filecheck_test

import (
	"context"
	"errors"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/domainverify/terraform-provider-domainverify/internal/filecheck"
	"github.com/domainverify/terraform-provider-domainverify/internal/leakcheck"
)

func TestMain(m *testing.M) { leakcheck.Main(m) }

const path = "/zohoverify/verifyforzoho.html"

// site serves acme.test by one handler, over a transport that reaches nothing else.
func site(t *testing.T, serve http.HandlerFunc, change ...func(*filecheck.Config)) *filecheck.Client {
	t.Helper()
	server := httptest.NewServer(serve)
	t.Cleanup(server.Close)
	transport := &http.Transport{DialContext: func(ctx context.Context, network, address string) (net.Conn, error) {
		if address != "acme.test:80" {
			return nil, errors.New("nothing may be asked at " + address)
		}
		return new(net.Dialer).DialContext(ctx, network, server.Listener.Addr().String())
	}}
	t.Cleanup(transport.CloseIdleConnections)
	config := filecheck.Config{Transport: transport, Timeout: 10 * time.Second}
	for _, c := range change {
		c(&config)
	}
	client, err := filecheck.New(config)
	if err != nil {
		t.Fatal(err)
	}
	return client
}

func look(t *testing.T, client *filecheck.Client) filecheck.Report {
	t.Helper()
	report, err := client.Check(t.Context(), filecheck.Question{URL: "http://acme.test" + path, Expected: "12345678"})
	if err != nil {
		t.Fatal(err)
	}
	return report
}

func body(text string) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path != path {
			w.WriteHeader(http.StatusNotFound)
			return
		}
		_, _ = w.Write([]byte(text))
	}
}

func status(code int) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(code) }
}

func sendTo(url string) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		if r.URL.RequestURI() == "/there" {
			_, _ = w.Write([]byte("12345678"))
			return
		}
		http.Redirect(w, r, url, http.StatusFound)
	}
}

func TestFileIsJudgedByWhatTheSiteServes(t *testing.T) {
	t.Parallel()
	cases := map[string]struct {
		serve http.HandlerFunc
		want  filecheck.Verdict
		says  string
	}{
		"the file":            {body("12345678"), filecheck.Present, "has the expected file"},
		"with a line end":     {body("\ufeff12345678\r\n"), filecheck.Present, "has the expected file"},
		"another code":        {body("87654321"), filecheck.Different, `not "12345678": it is 8 characters`},
		"code within a page":  {body("<html><body>12345678</body></html>"), filecheck.Different, "a web page"},
		"a long page":         {body("<html>" + strings.Repeat("x", 500)), filecheck.Different, "506 characters of a web page"},
		"nothing":             {status(http.StatusNotFound), filecheck.Absent, "no such file (404 Not Found)"},
		"removed":             {status(http.StatusGone), filecheck.Absent, "410"},
		"forbidden":           {status(http.StatusForbidden), filecheck.Failed, "403 Forbidden"},
		"broken":              {status(http.StatusInternalServerError), filecheck.Failed, "500"},
		"empty success":       {status(http.StatusNoContent), filecheck.Failed, "204"},
		"same host":           {sendTo("/there"), filecheck.Present, "redirected to http://acme.test/there"},
		"www":                 {sendTo("http://www.acme.test" + path), filecheck.Redirected, "redirected to http://www.acme.test" + path + ", which is another host"},
		"another scheme's":    {sendTo("ftp://acme.test/"), filecheck.Redirected, `which has the scheme "ftp"`},
		"circle":              {sendTo(path), filecheck.Redirected, "after 5 other redirects"},
		"a cut connection":    {func(http.ResponseWriter, *http.Request) { panic(http.ErrAbortHandler) }, filecheck.Unreachable, "EOF"},
		"a file cut in parts": {cutShort, filecheck.Unreachable, "EOF"},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			report := look(t, site(t, c.serve))
			if report.Verdict != c.want || report.Published() != (c.want == filecheck.Present) {
				t.Errorf("verdict %q, published %v, want %q", report.Verdict, report.Published(), c.want)
			}
			if line := report.Line(); !strings.Contains(line, c.says) || !strings.Contains(line, "http://acme.test"+path) {
				t.Errorf("line %q does not say %q", line, c.says)
			}
		})
	}
}

func cutShort(w http.ResponseWriter, _ *http.Request) {
	w.Header().Set("Content-Length", "100")
	_, _ = w.Write([]byte("12345678"))
}

func TestFileIsReadUpToTheSizeLimit(t *testing.T) {
	t.Parallel()
	endless := func(w http.ResponseWriter, r *http.Request) {
		for r.Context().Err() == nil {
			if _, err := w.Write([]byte("12345678")); err != nil {
				return
			}
		}
	}
	report := look(t, site(t, endless, func(c *filecheck.Config) { c.MaxSize = 1000 }))
	if report.Verdict != filecheck.Different || !report.TooLarge || len(report.Content) != 1000 {
		t.Errorf("verdict %q, too large %v, %d octets", report.Verdict, report.TooLarge, len(report.Content))
	}
	if !strings.Contains(report.Line(), "more than the size limit") {
		t.Errorf("line %q", report.Line())
	}
	exact := look(t, site(t, body("12345678"), func(c *filecheck.Config) { c.MaxSize = 8 }))
	if !exact.Published() {
		t.Errorf("a file of exactly the limit is %q", exact.Verdict)
	}
}

func TestSilentSiteIsUnreachableAfterTheTimeout(t *testing.T) {
	t.Parallel()
	hang := func(_ http.ResponseWriter, r *http.Request) { <-r.Context().Done() }
	report := look(t, site(t, hang, func(c *filecheck.Config) { c.Timeout = 50 * time.Millisecond }))
	if report.Verdict != filecheck.Unreachable || !strings.Contains(report.Line(), "within 50ms") {
		t.Errorf("verdict %q, line %q", report.Verdict, report.Line())
	}
}

func TestFetchEndsWithTheContext(t *testing.T) {
	t.Parallel()
	ctx, cancel := context.WithCancel(t.Context())
	hang := func(_ http.ResponseWriter, r *http.Request) { cancel(); <-r.Context().Done() }
	_, err := site(t, hang).Check(ctx, filecheck.Question{URL: "http://acme.test" + path})
	if !errors.Is(err, context.Canceled) {
		t.Errorf("error %v, want the context's", err)
	}
}

func TestRedirectAwayFromHTTPSIsNotFollowed(t *testing.T) {
	t.Parallel()
	server := httptest.NewTLSServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		http.Redirect(w, r, "http://"+r.Host+"/there", http.StatusFound)
	}))
	t.Cleanup(server.Close)
	client, err := filecheck.New(filecheck.Config{Transport: server.Client().Transport})
	if err != nil {
		t.Fatal(err)
	}
	report, err := client.Check(t.Context(), filecheck.Question{URL: server.URL + path})
	if err != nil || report.Verdict != filecheck.Redirected || !strings.Contains(report.Line(), "away from https") {
		t.Errorf("verdict %q, line %q, error %v", report.Verdict, report.Line(), err)
	}
}

func TestURLThatCannotBeFetchedIsAnError(t *testing.T) {
	t.Parallel()
	client, err := filecheck.New(filecheck.Config{})
	if err != nil {
		t.Fatal(err)
	}
	for _, bad := range []string{
		"", "acme.test/file", "ftp://acme.test/", "https:///file", "https://me@acme.test/", "http://me:secret@acme.test/", "http://a b/",
		"http://2130706433/", "http://0x7f000001/", "http://017700000001/", "http://127.1/", "http://0x7f.0.0.1/", "http://0177.0.0.01/", "http://127.0.0.1./", "http://acme.0x1/",
	} {
		_, err := client.Check(t.Context(), filecheck.Question{URL: bad})
		var malformed *filecheck.URLError
		if !errors.As(err, &malformed) || malformed.URL != bad || !strings.Contains(err.Error(), "cannot be fetched") {
			t.Errorf("error %v for %q, want a URLError", err, bad)
		}
	}
	if _, err := filecheck.New(filecheck.Config{MaxSize: -1}); err == nil {
		t.Error("a negative size limit was accepted")
	}
}

func TestFileIsFetchedFromTheGivenServerInPlaceOfTheDomainsOwn(t *testing.T) {
	t.Parallel()
	var asked string
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		asked = r.Host
		body("12345678")(w, r)
	}))
	t.Cleanup(server.Close)
	client, err := filecheck.New(filecheck.Config{ConnectTo: server.Listener.Addr().String()})
	if err != nil {
		t.Fatal(err)
	}
	if report := look(t, client); !report.Published() || asked != "acme.test" {
		t.Errorf("asked for %q: %s", asked, report.Line())
	}
}

func TestAddressToConnectToNeedsAPort(t *testing.T) {
	t.Parallel()
	if _, err := filecheck.New(filecheck.Config{ConnectTo: "127.0.0.1"}); err == nil || !strings.Contains(err.Error(), "host:port") {
		t.Errorf("got %v", err)
	}
}

// A connection that is kept may have died without a word, and would take every look.
func TestEachLookHasAConnectionOfItsOwn(t *testing.T) {
	t.Parallel()
	var connections atomic.Int32
	server := httptest.NewUnstartedServer(body("12345678"))
	server.Config.ConnState = func(_ net.Conn, state http.ConnState) {
		if state == http.StateNew {
			connections.Add(1)
		}
	}
	server.Start()
	t.Cleanup(server.Close)
	client, err := filecheck.New(filecheck.Config{ConnectTo: server.Listener.Addr().String()})
	if err != nil {
		t.Fatal(err)
	}
	for range 3 {
		look(t, client)
	}
	if n := connections.Load(); n != 3 {
		t.Errorf("%d connections for three looks", n)
	}
}
