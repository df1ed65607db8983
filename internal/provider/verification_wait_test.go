// SPDX-License-Identifier: MPL-2.0

package provider

import (
	"context"
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

// fileService verifies by a file; what is not overridden is not called.
type fileService struct {
	service.Service
	file     service.HTTPFile
	verifies atomic.Int32
}

func (s *fileService) Capabilities() service.Capabilities { return service.Capabilities{} }

func (s *fileService) Read(context.Context, service.DomainID) (service.Domain, error) {
	return service.Domain{State: service.StatePending}, nil
}

func (s *fileService) Publication(context.Context, service.DomainID, service.Method, string) (service.Publication, error) {
	return service.Publication{HTTPFile: &s.file}, nil
}

func (s *fileService) Verify(context.Context, service.VerifyRequest) (service.Domain, error) {
	s.verifies.Add(1)
	return service.Domain{State: service.StateVerified}, nil
}

func TestServiceIsAskedOnlyWhenTheFileIsServed(t *testing.T) {
	t.Parallel()
	var content atomic.Value
	content.Store("")
	site := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if content.Load() == "" {
			http.NotFound(w, r)
			return
		}
		_, _ = w.Write([]byte(content.Load().(string)))
	}))
	t.Cleanup(site.Close)
	files, err := filecheck.New(filecheck.Config{Transport: site.Client().Transport})
	if err != nil {
		t.Fatal(err)
	}
	asked := &fileService{file: service.HTTPFile{URL: site.URL + "/verify.html", Content: "the-token"}}
	slept := 0
	clock := &polltest.Clock{OnSleep: func(time.Duration) {
		switch slept++; slept {
		case 2:
			content.Store("another-token")
		case 4:
			if asked.verifies.Load() != 0 {
				t.Error("the service was asked while the file was missing or wrong")
			}
			content.Store("the-token")
		}
	}}
	wait := verificationWait{
		data: &Data{Clock: clock, Files: files}, service: asked, limit: time.Minute,
		request: service.VerifyRequest{ID: service.DomainID{Service: "files", OrganizationID: "o", Domain: "acme.test"}, Method: service.MethodHTTPFile, Token: "the-token"},
	}
	if reason, diags := wait.run(t.Context()); reason != "" || diags.HasError() {
		t.Fatalf("%s %v", reason, diags)
	}
	if asked.verifies.Load() != 1 || slept != 4 {
		t.Errorf("%d verify calls after %d pauses", asked.verifies.Load(), slept)
	}
}

func TestFileThatNeverComesIsNamedWithItsURL(t *testing.T) {
	t.Parallel()
	site := httptest.NewServer(http.NotFoundHandler())
	t.Cleanup(site.Close)
	files, err := filecheck.New(filecheck.Config{Transport: site.Client().Transport})
	if err != nil {
		t.Fatal(err)
	}
	asked := &fileService{file: service.HTTPFile{URL: site.URL + "/verify.html", Content: "the-token"}}
	wait := verificationWait{data: &Data{Clock: &polltest.Clock{}, Files: files}, service: asked, limit: 10 * time.Second}
	_, diags := wait.run(t.Context())
	if !diags.HasError() || asked.verifies.Load() != 0 {
		t.Fatalf("%d verify calls, %v", asked.verifies.Load(), diags)
	}
	for _, want := range []string{"Expected file:", site.URL + "/verify.html", "404"} {
		if !strings.Contains(diags[0].Detail(), want) {
			t.Errorf("the error lacks %q:\n%s", want, diags[0].Detail())
		}
	}
}

// tokensService shows another token for each method.
type tokensService struct{ fileService }

func (s *tokensService) Read(context.Context, service.DomainID) (service.Domain, error) {
	return service.Domain{State: service.StatePending, Tokens: map[service.Method]string{service.MethodDNSTXT: "zb1", service.MethodHTTPFile: "1"}}, nil
}

// Who forgets the method of a verification gets its default.
func TestTokenOfAnotherMethodIsToldApartFromAnOldOne(t *testing.T) {
	t.Parallel()
	for token, want := range map[string]string{"1": `method = "http_file"`, "zb0": "Plan again"} {
		asked := &tokensService{}
		wait := verificationWait{data: &Data{Clock: &polltest.Clock{}}, service: asked, limit: time.Minute, request: service.VerifyRequest{Method: service.MethodDNSTXT, Token: token}}
		_, diags := wait.run(t.Context())
		if len(diags) != 1 || !strings.Contains(diags[0].Detail(), want) || asked.verifies.Load() != 0 {
			t.Errorf("%s: %v, want %q", token, diags, want)
		}
	}
}

// slowService answers a verify call when its context ends.
type slowService struct {
	fileService
	asked chan struct{}
}

func (s *slowService) Verify(ctx context.Context, _ service.VerifyRequest) (service.Domain, error) {
	close(s.asked)
	<-ctx.Done()
	return service.Domain{}, context.Cause(ctx)
}

func (s *slowService) Publication(context.Context, service.DomainID, service.Method, string) (service.Publication, error) {
	return service.Publication{}, nil
}

// Invariant 13: every wait obeys cancellation within a second.
func TestWaitEndsWithinASecondOfItsCancellation(t *testing.T) {
	t.Parallel()
	ctx, cancel := context.WithCancel(t.Context())
	slow := &slowService{asked: make(chan struct{})}
	wait := verificationWait{data: &Data{Clock: poll.SystemClock{}}, service: slow, limit: time.Hour}
	ended := make(chan string)
	go func() {
		_, diags := wait.run(ctx)
		ended <- diags[0].Summary()
	}()
	<-slow.asked
	cancel()
	select {
	case summary := <-ended:
		if summary != summaryInterrupted {
			t.Errorf("it ended with %q", summary)
		}
	case <-time.After(time.Second):
		t.Error("it goes on a second later")
	}
}

func TestSlowAnswerDoesNotOutlastTheTimeout(t *testing.T) {
	t.Parallel()
	slow := &slowService{asked: make(chan struct{})}
	wait := verificationWait{data: &Data{Clock: poll.SystemClock{}}, service: slow, limit: 50 * time.Millisecond}
	if _, diags := wait.run(t.Context()); len(diags) != 1 || diags[0].Summary() != summaryTimedOut {
		t.Errorf("got %v", diags)
	}
}

func TestPausesAreLengthenedByAFifthAtMostAndNeverShortened(t *testing.T) {
	t.Parallel()
	for chance, want := range map[byte]time.Duration{0: 10 * time.Second, 128: 11 * time.Second, 255: 10*time.Second + 10*time.Second*255/1280} {
		data := &Data{Random: strings.NewReader(string([]byte{chance}))}
		if got := data.jittered(10 * time.Second); got != want {
			t.Errorf("%d: %s, want %s", chance, got, want)
		}
	}
}
