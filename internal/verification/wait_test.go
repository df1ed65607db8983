// SPDX-License-Identifier: MPL-2.0

package verification

import (
	"context"
	"errors"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/domainverify/terraform-provider-domainverify/internal/filecheck"
	"github.com/domainverify/terraform-provider-domainverify/internal/leakcheck"
	"github.com/domainverify/terraform-provider-domainverify/internal/poll"
	"github.com/domainverify/terraform-provider-domainverify/internal/poll/polltest"
	"github.com/domainverify/terraform-provider-domainverify/internal/service"
)

func TestMain(m *testing.M) { leakcheck.Main(m) }

// withToken is a request that may wait.
var withToken = service.VerifyRequest{Token: "t"}

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
	task := Task{
		Service: asked, Limit: time.Minute,
		Request: service.VerifyRequest{ID: service.DomainID{Service: "files", OrganizationID: "o", Domain: "acme.test"}, Method: service.MethodHTTPFile, Token: "the-token"},
	}
	if result, err := New(Dependencies{Clock: clock, Files: files}).Verify(t.Context(), task); result.Pending != "" || err != nil {
		t.Fatalf("%s %v", result.Pending, err)
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
	_, err = New(Dependencies{Clock: &polltest.Clock{}, Files: files}).Verify(t.Context(), Task{Service: asked, Limit: 10 * time.Second, Request: withToken})
	var stopped *StoppedError
	if !errors.As(err, &stopped) || !errors.Is(err, context.DeadlineExceeded) || asked.verifies.Load() != 0 {
		t.Fatalf("%d verify calls, %v", asked.verifies.Load(), err)
	}
	if !strings.Contains(stopped.LastReason, site.URL+"/verify.html") || !strings.Contains(stopped.LastReason, "404") || stopped.Publication.HTTPFile == nil {
		t.Errorf("the error says %q of %+v", stopped.LastReason, stopped.Publication)
	}
}

// tokensService shows another token for each method.
type tokensService struct{ fileService }

func (s *tokensService) Read(context.Context, service.DomainID) (service.Domain, error) {
	return service.Domain{State: service.StatePending, Tokens: map[service.Method]string{service.MethodDNSTXT: "zb1", service.MethodHTTPFile: "1"}}, nil
}

func TestTokenThatTheServiceNoLongerHasIsNeverTried(t *testing.T) {
	t.Parallel()
	for _, token := range []string{"1", "zb0"} {
		asked := &tokensService{}
		_, err := New(Dependencies{Clock: &polltest.Clock{}}).Verify(t.Context(), Task{Service: asked, Limit: time.Minute, Request: service.VerifyRequest{Method: service.MethodDNSTXT, Token: token}})
		var mismatch *TokenMismatchError
		if !errors.As(err, &mismatch) || mismatch.Request.Token != token || mismatch.Domain.Token(service.MethodHTTPFile) != "1" || asked.verifies.Load() != 0 {
			t.Errorf("%s: %v after %d verify calls", token, err, asked.verifies.Load())
		}
	}
}

// verifiedService has the domain verified already.
type verifiedService struct{ fileService }

func (s *verifiedService) Read(context.Context, service.DomainID) (service.Domain, error) {
	return service.Domain{State: service.StateVerified}, nil
}

func TestVerifiedDomainIsAskedForOnlyByAnOptionThatItDoesNotShow(t *testing.T) {
	t.Parallel()
	for want, options := range map[int32]service.Options{0: {{Name: "seen"}}, 1: {{Name: "seen"}, {Name: "unseen", Unseen: true}}} {
		asked := &verifiedService{}
		task := Task{Service: asked, Limit: time.Minute, Request: service.VerifyRequest{Method: service.MethodHTTPFile, Token: "t", Options: options}}
		if _, err := New(Dependencies{Clock: &polltest.Clock{}}).Verify(t.Context(), task); err != nil || asked.verifies.Load() != want {
			t.Errorf("%+v: %d verify calls, want %d (%v)", options, asked.verifies.Load(), want, err)
		}
	}
}

// Invariant 2.
func TestDomainWithoutATokenIsReadOnceAndNeverAskedFor(t *testing.T) {
	t.Parallel()
	unseen := service.Options{{Name: "unseen", Unseen: true}}
	for name, test := range map[string]struct {
		state   service.State
		options service.Options
		reason  string
	}{
		"verified":                 {service.StateVerified, nil, ""},
		"verified, with an option": {service.StateVerified, unseen, "an option of the verification takes effect by a verify call alone"},
		"pending":                  {service.StatePending, nil, "the service shows the domain as pending, not verified. Subdomains need none."},
		"not shown":                {service.StateUnknown, nil, "the service does not show whether the domain is verified"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			asked, clock := &bornVerifiedService{state: test.state}, &polltest.Clock{}
			task := Task{Service: asked, Limit: time.Minute, Request: service.VerifyRequest{Options: test.options}}
			_, err := New(Dependencies{Clock: clock}).Verify(t.Context(), task)
			missing, _ := errors.AsType[*TokenMissingError](err)
			if test.reason == "" && err != nil || test.reason != "" && (missing == nil || !strings.Contains(missing.Reason(), test.reason)) {
				t.Errorf("got %v, want %q", err, test.reason)
			}
			task.SingleAttempt = true
			result, err := New(Dependencies{Clock: clock}).Verify(t.Context(), task)
			if err != nil || !strings.Contains(result.Pending, test.reason) || (result.Pending == "") != (test.reason == "") {
				t.Errorf("hand-off: %+v %v, want %q", result, err, test.reason)
			}
			if len(clock.Sleeps()) > 0 {
				t.Errorf("it waited %v", clock.Sleeps())
			}
		})
	}
}

// bornVerifiedService verifies some domains without a token; what is not overridden is
// not called.
type bornVerifiedService struct {
	service.Service
	state service.State
}

func (s *bornVerifiedService) Capabilities() service.Capabilities {
	return service.Capabilities{BornVerified: "Subdomains need none."}
}

func (s *bornVerifiedService) Read(context.Context, service.DomainID) (service.Domain, error) {
	return service.Domain{State: s.state}, nil
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
	ended := make(chan error)
	go func() {
		_, err := New(Dependencies{Clock: poll.SystemClock{}}).Verify(ctx, Task{Service: slow, Limit: time.Hour, Request: withToken})
		ended <- err
	}()
	<-slow.asked
	cancel()
	err := <-ended
	var stopped *StoppedError
	if !errors.As(err, &stopped) || !errors.Is(err, context.Canceled) {
		t.Errorf("it ended with %v", err)
	}
}

func TestSlowAnswerDoesNotOutlastTheTimeout(t *testing.T) {
	t.Parallel()
	slow := &slowService{asked: make(chan struct{})}
	_, err := New(Dependencies{Clock: poll.SystemClock{}}).Verify(t.Context(), Task{Service: slow, Limit: 50 * time.Millisecond, Request: withToken})
	var stopped *StoppedError
	if !errors.As(err, &stopped) || !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("got %v", err)
	}
}

// Without what was seen, nobody knows what the time was spent on.
func TestSingleAttemptThatRunsOutOfTimeShowsWhatItWaitedFor(t *testing.T) {
	t.Parallel()
	slow := &slowService{asked: make(chan struct{})}
	_, err := New(Dependencies{Clock: poll.SystemClock{}}).Verify(t.Context(), Task{Service: slow, Limit: 50 * time.Millisecond, Request: withToken, SingleAttempt: true})
	stopped, ok := errors.AsType[*StoppedError](err)
	if !ok || !errors.Is(err, context.DeadlineExceeded) || stopped.LastReason != "The service had not responded yet." {
		t.Errorf("got %v", err)
	}
}

type pollingService struct{ service.Service }

func (pollingService) Capabilities() service.Capabilities {
	return service.Capabilities{PollInterval: 10 * time.Second, MaxPollInterval: time.Minute}
}

func TestPausesAreLengthenedByAFifthAtMostAndNeverShortened(t *testing.T) {
	t.Parallel()
	for chance, want := range map[byte]time.Duration{0: 10 * time.Second, 128: 11 * time.Second, 255: 10*time.Second + 10*time.Second*255/1280} {
		workflow := New(Dependencies{Random: strings.NewReader(string([]byte{chance}))})
		waiting := &wait{Task: Task{Service: pollingService{}}, workflow: workflow}
		if got := waiting.nextPause(); got != want {
			t.Errorf("%d: %s, want %s", chance, got, want)
		}
	}
}
