// SPDX-License-Identifier: MPL-2.0

package dnsprovider

import (
	"context"
	"errors"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/domainverify/terraform-provider-domainverify/internal/sandbox/websim"
)

const aFile = "http://acme.test/verify.html"

func TestOnlyTheFirstOfTwoCreatesWinsAndRemoveOfWhatIsGoneIsFine(t *testing.T) {
	t.Parallel()
	h, err := websim.New("secret", time.Now)
	if err != nil {
		t.Fatal(err)
	}
	server := httptest.NewServer(h)
	t.Cleanup(server.Close)
	c := newWebClient(strings.TrimPrefix(server.URL, "http://")+"/", "secret")
	first, second := c.create(t.Context(), aFile, "first"), c.create(t.Context(), aFile, "second")
	if first != nil || !errors.Is(second, errFileExists) || h.Files()[aFile] != "first" {
		t.Errorf("%v, then %v, files %v", first, second, h.Files())
	}
	if once, twice := c.remove(t.Context(), aFile), c.remove(t.Context(), aFile); once != nil || twice != nil {
		t.Errorf("removed: %v, again: %v", once, twice)
	}
}

func TestKeyGoesWithPublishingAloneAndNeverToARedirect(t *testing.T) {
	t.Parallel()
	seen := make(chan string, 4)
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		seen <- r.Method + " " + r.Host + r.URL.Path + " " + r.Header.Get("Authorization")
		http.Redirect(w, r, "/elsewhere", http.StatusTemporaryRedirect)
	}))
	t.Cleanup(server.Close)
	c := newWebClient(server.URL, "secret")
	var answer *webAnswerError
	if err := c.replace(t.Context(), aFile, "a"); !errors.As(err, &answer) || answer.status != http.StatusTemporaryRedirect {
		t.Errorf("replace: %v, want the redirect as an error", err)
	}
	if _, found, err := c.read(t.Context(), aFile); found || !errors.As(err, &answer) {
		t.Errorf("read: %t %v, want the redirect as an error", found, err)
	}
	close(seen)
	if put, get := <-seen, <-seen; put != "PUT acme.test/verify.html Bearer secret" || get != "GET acme.test/verify.html " || len(seen) != 0 {
		t.Errorf("sent %q, %q and %d more", put, get, len(seen))
	}
}

func TestWebRequestEndsAtOnceWhenItsContextDoes(t *testing.T) {
	t.Parallel()
	arrived, release := make(chan struct{}), make(chan struct{})
	server := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) {
		close(arrived)
		<-release
	}))
	t.Cleanup(server.Close)
	t.Cleanup(func() { close(release) })
	ctx, cancel := context.WithCancel(t.Context())
	failed := make(chan error)
	go func() { failed <- newWebClient(server.URL, "").replace(ctx, aFile, "a") }()
	<-arrived
	cancel()
	if err := <-failed; !errors.Is(err, context.Canceled) {
		t.Errorf("got %v", err)
	}
}
