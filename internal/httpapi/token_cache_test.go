// SPDX-License-Identifier: MPL-2.0

package httpapi_test

import (
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/domainverify/terraform-provider-domainverify/internal/httpapi"
)

// tokenServer issues a new token with each request.
type tokenServer struct {
	requests atomic.Int32
	address  *url.URL
	now      atomic.Int64
}

func newTokenServer(t *testing.T) *tokenServer {
	t.Helper()
	s := &tokenServer{}
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "application/json")
		_, _ = fmt.Fprintf(w, `{"access_token":"issued-token-%d","expires_in":3600,"token_type":"Bearer"}`, s.requests.Add(1))
	}))
	t.Cleanup(server.Close)
	address, err := url.Parse(server.URL + "/token")
	if err != nil {
		t.Fatal(err)
	}
	s.address = address
	s.now.Store(1_800_000_000)
	return s
}

// process is the token source of a new process.
func (s *tokenServer) process(dir string, change ...func(*httpapi.TokenConfig)) *httpapi.TokenEndpoint {
	config := httpapi.TokenConfig{
		TokenURL: s.address, ClientID: "client", ClientSecret: "client-secret-1", Grant: httpapi.RefreshGrant("refresh-token-1"), CacheDir: dir,
		Now: func() time.Time { return time.Unix(s.now.Load(), 0) },
	}
	for _, c := range change {
		c(&config)
	}
	return httpapi.NewTokenEndpoint(config)
}

func (s *tokenServer) token(t *testing.T, source *httpapi.TokenEndpoint) string {
	t.Helper()
	token, err := source.Token(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	return token
}

// kept is the one file with a token in the folder.
func kept(t *testing.T, dir string) string {
	t.Helper()
	found, err := filepath.Glob(filepath.Join(dir, "token-*[0-9a-f]"))
	if err != nil || len(found) != 1 {
		t.Fatalf("files %v, %v; want one", found, err)
	}
	return found[0]
}

func TestManyProcessesUseOneTokenRequestWhereTheTokenIsKept(t *testing.T) {
	t.Parallel()
	s, dir := newTokenServer(t), filepath.Join(t.TempDir(), "made", "here")
	for range 12 {
		if got := s.token(t, s.process(dir)); got != "issued-token-1" {
			t.Errorf("the token is %s", got)
		}
	}
	if got := s.requests.Load(); got != 1 {
		t.Errorf("%d token requests, want 1", got)
	}
	without := newTokenServer(t)
	for range 2 {
		without.token(t, without.process(""))
	}
	if got := without.requests.Load(); got != 2 {
		t.Errorf("%d token requests without a folder, want 2", got)
	}
}

func TestProcessesThatBeginTogetherUseOneTokenRequest(t *testing.T) {
	t.Parallel()
	s, dir := newTokenServer(t), t.TempDir()
	var all sync.WaitGroup
	for range 8 {
		source := s.process(dir)
		all.Go(func() {
			if _, err := source.Token(t.Context()); err != nil {
				t.Error(err)
			}
		})
	}
	all.Wait()
	if got := s.requests.Load(); got != 1 {
		t.Errorf("%d token requests, want 1", got)
	}
}

func TestTokenThatIsRefusedOrUsedUpIsNotKept(t *testing.T) {
	t.Parallel()
	s, dir := newTokenServer(t), t.TempDir()
	first := s.token(t, s.process(dir))
	renewed, err := s.process(dir).Renew(t.Context(), first)
	if err != nil || renewed != "issued-token-2" {
		t.Errorf("renewed %s, %v", renewed, err)
	}
	// Another process, whose token is the refused one as well, takes over the new one.
	if again, err := s.process(dir).Renew(t.Context(), first); err != nil || again != renewed {
		t.Errorf("the other process has %s, %v", again, err)
	}
	s.now.Add(3599)
	if got := s.token(t, s.process(dir)); got != "issued-token-3" {
		t.Errorf("the token is %s after its end", got)
	}
}

func TestTokenOfOtherCredentialsOrAnotherEndpointIsNotUsed(t *testing.T) {
	t.Parallel()
	s, dir := newTokenServer(t), t.TempDir()
	s.token(t, s.process(dir))
	for name, change := range map[string]func(*httpapi.TokenConfig){
		"client":        func(c *httpapi.TokenConfig) { c.ClientID = "another" },
		"secret":        func(c *httpapi.TokenConfig) { c.ClientSecret = "client-secret-2" },
		"refresh token": func(c *httpapi.TokenConfig) { c.Grant = httpapi.RefreshGrant("refresh-token-2") },
		"endpoint":      func(c *httpapi.TokenConfig) { c.TokenURL = s.address.JoinPath("other") },
	} {
		if got := s.token(t, s.process(dir, change)); got == "issued-token-1" {
			t.Errorf("another %s gets the token", name)
		}
	}
}

// Invariant 9: the file alone is worth nothing, and nothing of it is logged.
func TestFileOfTheTokenIsOfItsOwnerAloneAndHoldsNothingReadable(t *testing.T) {
	t.Parallel()
	s, dir := newTokenServer(t), t.TempDir()
	s.token(t, s.process(dir))
	content, err := os.ReadFile(kept(t, dir))
	if err != nil {
		t.Fatal(err)
	}
	for _, secret := range []string{"issued-token-1", "refresh-token-1", "client-secret-1", "access_token"} {
		if strings.Contains(string(content), secret) || strings.Contains(kept(t, dir), secret) {
			t.Errorf("%s is readable", secret)
		}
	}
	found, err := os.Stat(kept(t, dir))
	if err != nil || found.Mode().Perm() != 0o600 {
		t.Errorf("mode %v, %v; want 0600", found.Mode(), err)
	}
}

func TestFileThatCannotBeUsedIsIgnoredWithALineInTheLogAndReplaced(t *testing.T) {
	t.Parallel()
	for name, spoil := range map[string]func(path string) error{
		"readable by others": func(path string) error { return os.Chmod(path, 0o644) },
		"damaged":            func(path string) error { return os.WriteFile(path, []byte(strings.Repeat("x", 100)), 0o600) },
		"empty":              func(path string) error { return os.WriteFile(path, nil, 0o600) },
	} {
		s, dir := newTokenServer(t), t.TempDir()
		s.token(t, s.process(dir))
		if err := spoil(kept(t, dir)); err != nil {
			t.Fatal(err)
		}
		log := &logged{}
		if got := s.token(t, s.process(dir, func(c *httpapi.TokenConfig) { c.Log = log.write })); got != "issued-token-2" {
			t.Errorf("%s: the token is %s", name, got)
		}
		if text := log.text(); !strings.Contains(text, "token cache is ignored") || strings.Contains(text, "issued-token") {
			t.Errorf("%s: logged %s", name, text)
		}
		if got := s.token(t, s.process(dir)); got != "issued-token-2" {
			t.Errorf("%s: the token is %s after the file was replaced", name, got)
		}
	}
}

func TestFolderThatOthersMayWriteToIsRefused(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	file := filepath.Join(dir, "file")
	if err := os.WriteFile(file, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	open := filepath.Join(dir, "open")
	if err := os.Mkdir(open, 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.Chmod(open, 0o777); err != nil {
		t.Fatal(err)
	}
	for path, ok := range map[string]bool{dir: true, filepath.Join(dir, "missing"): true, file: false, open: false} {
		if err := httpapi.CheckTokenCacheDir(path); (err == nil) != ok {
			t.Errorf("%s: %v", filepath.Base(path), err)
		}
	}
}

// logged keeps what was logged.
type logged struct {
	mu    sync.Mutex
	lines []string
}

func (l *logged) write(_ context.Context, message string, fields map[string]any) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.lines = append(l.lines, fmt.Sprint(message, fields))
}

func (l *logged) text() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return strings.Join(l.lines, "\n")
}

func FuzzDamagedTokenCacheIsIgnored(f *testing.F) {
	dir := f.TempDir()
	endpoint := &fakeService{answer: func(int, *http.Request) answer {
		return answer{status: 200, body: `{"access_token":"issued-token","expires_in":3600}`}
	}}
	source := func() *httpapi.TokenEndpoint {
		return httpapi.NewTokenEndpoint(httpapi.TokenConfig{
			TokenURL: &url.URL{Scheme: "https", Host: "accounts.test"}, Grant: httpapi.RefreshGrant("refresh-token-1"), CacheDir: dir, Transport: endpoint,
		})
	}
	if _, err := source().Token(f.Context()); err != nil {
		f.Fatal(err)
	}
	files, err := filepath.Glob(filepath.Join(dir, "token-*[0-9a-f]"))
	if err != nil || len(files) != 1 {
		f.Fatalf("files %v, %v; want one", files, err)
	}
	whole, err := os.ReadFile(files[0])
	if err != nil {
		f.Fatal(err)
	}
	for _, seed := range [][]byte{nil, []byte("{}"), whole, whole[:len(whole)-1], append([]byte{0}, whole...)} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, content []byte) {
		if err := os.WriteFile(files[0], content, 0o600); err != nil {
			t.Fatal(err)
		}
		if token, err := source().Token(t.Context()); err != nil || token != "issued-token" {
			t.Errorf("got %q, %v", token, err)
		}
	})
}
