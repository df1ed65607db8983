// SPDX-License-Identifier: MPL-2.0

package verification

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
	"github.com/domainverify/terraform-provider-domainverify/internal/poll"
	"github.com/domainverify/terraform-provider-domainverify/internal/poll/polltest"
	"github.com/domainverify/terraform-provider-domainverify/internal/service"
)

// secureSite serves the content on acme.test:443 alone.
func secureSite(t *testing.T, content string) *httpProbe {
	t.Helper()
	site := httptest.NewTLSServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { _, _ = w.Write([]byte(content)) }))
	t.Cleanup(site.Close)
	transport := site.Client().Transport.(*http.Transport).Clone()
	transport.TLSClientConfig.ServerName = "example.com" // what the test server's certificate is for
	transport.DialContext = func(ctx context.Context, network, address string) (net.Conn, error) {
		if address != "acme.test:443" {
			return nil, errors.New("connection refused")
		}
		return new(net.Dialer).DialContext(ctx, network, site.Listener.Addr().String())
	}
	t.Cleanup(transport.CloseIdleConnections)
	files, err := filecheck.New(filecheck.Config{Transport: transport})
	if err != nil {
		t.Fatal(err)
	}
	return &httpProbe{deps: &Dependencies{Files: files, Clock: &polltest.Clock{}}, file: service.HTTPFile{URL: "http://acme.test/verify.html", Content: "the-token"}, waits: new(atomic.Int64)}
}

func TestFileThatIsServedByHTTPSOnlyCountsAndIsNamedWhenTheServiceRefuses(t *testing.T) {
	t.Parallel()
	look := secureSite(t, "the-token")
	progress, err := look.check(t.Context())
	if err != nil || !progress.Done {
		t.Fatalf("%+v, %v", progress, err)
	}
	if why := look.explain(t.Context()); !strings.Contains(why, "https only") || !strings.Contains(why, "http://acme.test/verify.html") {
		t.Errorf("why the service may not see it: %q", why)
	}
}

func TestWrongFileOnAnHTTPSOnlySiteIsShownWithBothAddresses(t *testing.T) {
	t.Parallel()
	progress, err := secureSite(t, "another").check(t.Context())
	if err != nil || progress.Done {
		t.Fatalf("%+v, %v", progress, err)
	}
	for _, want := range []string{"http://acme.test/verify.html: no answer", `https://acme.test/verify.html: the content is not "the-token": it is 7 characters`} {
		if !strings.Contains(progress.Reason, want) {
			t.Errorf("the reason lacks %q:\n%s", want, progress.Reason)
		}
	}
}

func TestWhiteSpaceAroundTheContentIsNamedWhenTheServiceRefuses(t *testing.T) {
	t.Parallel()
	look := secureSite(t, "the-token\n")
	if progress, err := look.check(t.Context()); err != nil || !progress.Done {
		t.Fatalf("%+v, %v", progress, err)
	}
	if why := look.explain(t.Context()); !strings.Contains(why, "line end") {
		t.Errorf("why the service may not see it: %q", why)
	}
}

// What is read at the very deadline says nothing about the file.
func TestCheckThatEndsAfterItsDeadlineHasNoResult(t *testing.T) {
	t.Parallel()
	look := secureSite(t, "another")
	ctx, cancel := poll.WithTimeout(t.Context(), look.deps.Clock, time.Minute)
	defer cancel()
	if err := look.deps.Clock.Sleep(ctx, time.Minute+time.Nanosecond); err != nil {
		t.Fatal(err)
	}
	if progress, err := look.check(ctx); !errors.Is(err, context.DeadlineExceeded) || progress.Reason != "" {
		t.Errorf("%+v, %v", progress, err)
	}
}

func TestFileThatStaysMissingIsFetchedLessOften(t *testing.T) {
	t.Parallel()
	look := secureSite(t, "another")
	clock := look.deps.Clock.(*polltest.Clock)
	look.mustWait(t, fileInterval)
	if err := clock.Sleep(t.Context(), eagerForFile); err != nil {
		t.Fatal(err)
	}
	for _, want := range []time.Duration{10 * time.Second, 20 * time.Second, maxFileInterval, maxFileInterval} {
		look.mustWait(t, want)
	}
	look.file.Content = "anot" // another cause
	look.mustWait(t, fileInterval)
	// Files that many waits miss are fetched less often by each.
	look.waits.Add(10 * fetchesPerSecond)
	look.mustWait(t, 10*time.Second)
	look.end()
	look.end()
	if left := look.waits.Load(); left != 10*fetchesPerSecond {
		t.Errorf("%d waits are left", left)
	}
}

// A page that is made anew has another length at each fetch.
func TestNumbersAloneAreNoOtherCauseOfAMissingFile(t *testing.T) {
	t.Parallel()
	var all told
	clock := &polltest.Clock{}
	look := &httpProbe{deps: all.by(clock), waits: new(atomic.Int64)}
	ctx, p, _ := New(*look.deps).begin(t.Context(), acmeID)
	tell := func(verdict filecheck.Verdict, reason string) poll.Progress {
		progress := look.missing(verdict, reason)
		p.report(ctx, Event{Phase: look.phase(), Code: look.code(), Cause: progress.Reason})
		return progress
	}
	tell(filecheck.Different, "http://acme.test/x: it is 1093 characters")
	if err := clock.Sleep(t.Context(), eagerForFile); err != nil {
		t.Fatal(err)
	}
	if progress := tell(filecheck.Different, "http://acme.test/x: it is 98 characters"); progress.RetryAfter <= fileInterval || !strings.Contains(progress.Reason, "98") {
		t.Errorf("a page of another length makes the wait eager again: %+v", progress)
	}
	if progress := tell(filecheck.Absent, "http://acme.test/x: there is no such file (404 Not Found)"); progress.RetryAfter > fileInterval {
		t.Errorf("another cause: %+v", progress)
	}
	tell(filecheck.Failed, "http://acme.test/x: the site answered 503 Service Unavailable")
	all.want(t, "file file_different", "file file_absent", "file file_failed")
}

func (p *httpProbe) mustWait(t *testing.T, want time.Duration) {
	t.Helper()
	progress, err := p.check(t.Context())
	if err != nil || progress.Done || progress.RetryAfter.Round(time.Second) != want {
		t.Errorf("%+v, %v, want a pause of %s", progress, err, want)
	}
}
