// SPDX-License-Identifier: MPL-2.0

package httpapi_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"strconv"
	"strings"
	"testing"
	"time"

	"golang.org/x/oauth2"

	"github.com/domainverify/terraform-provider-domainverify/internal/httpapi"
	"github.com/domainverify/terraform-provider-domainverify/internal/poll/polltest"
)

func TestClientProvesItselfBySecretOrAssertionAndNeitherShows(t *testing.T) {
	t.Parallel()
	const proof = "eyJhbGciOiJQUzI1NiJ9.an-assertion-that-must-not-show"
	assertion := func(context.Context) (string, error) { return proof, nil }
	const typed = "client_assertion=eyJhbGciOiJQUzI1NiJ9.an-assertion-that-must-not-show&client_assertion_type=urn%3Aietf%3Aparams%3Aoauth%3Aclient-assertion-type%3Ajwt-bearer&"
	for want, change := range map[string]func(*httpapi.TokenConfig){
		"client_id=client&client_secret=client-secret&grant_type=client_credentials&scope=all": func(c *httpapi.TokenConfig) {
			c.Grant = httpapi.ClientCredentials("all", nil)
		},
		typed + "client_id=client&grant_type=client_credentials&scope=all": func(c *httpapi.TokenConfig) {
			c.ClientSecret, c.Grant = "", httpapi.ClientCredentials("all", assertion)
		},
	} {
		redactor := httpapi.NewRedactor()
		source, _ := refreshingChanged(t, &polltest.Clock{}, func(c *httpapi.TokenConfig) {
			change(c)
			c.Redactor = redactor
		}, func(_ int, w http.ResponseWriter, r *http.Request) {
			if _ = r.ParseForm(); r.PostForm.Encode() != want {
				t.Errorf("sent %s, want %s", r.PostForm.Encode(), want)
			}
			_, _ = fmt.Fprint(w, `{"access_token":"access-token-1","expires_in":3599}`)
		})
		if token, err := source.Token(t.Context()); err != nil || token != "access-token-1" {
			t.Errorf("got %s, %v", token, err)
		}
		if sent := strings.Contains(want, proof); sent && redactor.Clean(proof) != "[redacted]" {
			t.Error("the assertion shows")
		}
	}
}

func TestAssertionThatCannotBeMadeIsNoRequest(t *testing.T) {
	t.Parallel()
	missing := errors.New("no such file")
	source, requests := refreshingChanged(t, &polltest.Clock{}, func(c *httpapi.TokenConfig) {
		c.Grant = httpapi.ClientCredentials("all", func(context.Context) (string, error) { return "", missing })
	}, issue)
	for range 2 { // it is not remembered: the file may come
		if _, err := source.Token(t.Context()); !errors.Is(err, missing) {
			t.Errorf("got %v", err)
		}
	}
	if requests.Load() != 0 {
		t.Errorf("%d requests", requests.Load())
	}
}

func TestHostWithoutATokenGetsNoAuthorization(t *testing.T) {
	t.Parallel()
	service := &fakeService{answer: func(_ int, r *http.Request) answer {
		if _, sent := r.Header["Authorization"]; sent {
			t.Errorf("sent %q", r.Header)
		}
		return answer{status: http.StatusOK}
	}}
	base, err := httpapi.ParseBaseURL("https://login.example.com")
	if err != nil {
		t.Fatal(err)
	}
	client := httpapi.New(httpapi.Config{BaseURL: base, Tokens: httpapi.StaticToken(""), Transport: service})
	if err := client.Read(t.Context(), http.MethodGet, "/", nil, nil); err != nil {
		t.Error(err)
	}
}

func TestRenewedTokenThatWasNotAcceptedIsNotRenewedAgain(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		status   int
		kind     httpapi.Kind
		accepted bool
	}{
		"success":                    {200, httpapi.AsStatus, true},
		"refusal for another reason": {404, httpapi.AsStatus, true},
		"refusal told by the body":   {200, httpapi.Refused, true},
		"token refused":              {401, httpapi.TokenRefused, false},
		"role of the user":           {401, httpapi.NotTokenRefused, false},
		"rate limited":               {200, httpapi.Throttled, false},
		"failure of the server":      {503, httpapi.AsStatus, false},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			source, requests := refreshing(t, &polltest.Clock{}, issue)
			guarded, classify := httpapi.GuardRenewals(source, func(int, http.Header, []byte) httpapi.Classification {
				return httpapi.Classification{Kind: test.kind}
			})
			renewed, err := guarded.Renew(t.Context(), "refused")
			if err != nil {
				t.Fatal(err)
			}
			classify(test.status, nil, nil)
			_, err = guarded.Renew(t.Context(), renewed)
			if test.accepted != (err == nil) || err != nil && !errors.Is(err, httpapi.ErrNotRenewable) {
				t.Errorf("renewing once more: %v", err)
			}
			if want := map[bool]int32{true: 2, false: 1}[test.accepted]; requests.Load() != want {
				t.Errorf("%d token requests, want %d", requests.Load(), want)
			}
		})
	}
}

func TestExchangeReadsTheMembersItNamesAndItsBearerDoesNotShow(t *testing.T) {
	t.Parallel()
	const bearer = "the-bearer-of-an-exchange"
	for body, want := range map[string]struct {
		token string
		lasts time.Duration // until the second request; 0: there is none
	}{
		`{"jwt":"t","end":3600}`:                            {"t", time.Hour},
		`{"jwt":"t","end":"` + end(time.Hour) + `"}`:        {"t", time.Hour},
		`{"jwt":"t"}`:                                       {"t", 0},
		`{"jwt":"t","end":"soon"}`:                          {},
		`{"jwt":7}`:                                         {},
		`{"access_token":"of an endpoint of another kind"}`: {},
		`[]`: {},
	} {
		clock, redactor := &polltest.Clock{}, httpapi.NewRedactor()
		source, requests := refreshingChanged(t, clock, func(config *httpapi.TokenConfig) {
			config.Redactor = redactor
			config.Exchange = &httpapi.Exchange{
				Method: http.MethodPut, Token: "jwt", Expiry: "end", Body: map[string]int{"a": 1}, Header: http.Header{"X-Kind": {"test"}},
				Bearer: httpapi.StaticToken(bearer),
			}
		}, func(_ int, w http.ResponseWriter, r *http.Request) {
			sent, _ := io.ReadAll(r.Body)
			got := strings.Join([]string{r.Method, string(sent), r.Header.Get("Authorization"), r.Header.Get("X-Kind"), r.Header.Get("Content-Type")}, " ")
			if got != `PUT {"a":1} Bearer `+bearer+" test application/json" {
				t.Errorf("sent %s", got)
			}
			_, _ = io.WriteString(w, body)
		})
		token, err := source.Token(t.Context())
		if token != want.token || (err == nil) != (want.token != "") {
			t.Errorf("%s: got %q, %v", body, token, err)
		}
		if redactor.Clean(bearer) != "[redacted]" {
			t.Error("the bearer shows")
		}
		if err != nil {
			continue
		}
		_ = clock.Sleep(t.Context(), want.lasts+time.Minute)
		_, _ = source.Token(t.Context())
		if renewed := requests.Load() == 2; renewed != (want.lasts > 0) {
			t.Errorf("%s: %d requests", body, requests.Load())
		}
	}
}

// The source's own clock may have stood still, as that of a machine that slept, or its token
// have been revoked.
func TestBearerThatIsRefusedIsRenewedOnce(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		accepted, want string
		bearers        int32
		requests       int32 // of two calls: what is refused for good is not asked again
	}{
		"it has ended":         {"access-2", "t", 2, 2},
		"a new one is refused": {"none", "", 2, 2},
	} {
		source, bearers := refreshing(t, &polltest.Clock{}, issue)
		exchange, requests := refreshingChanged(t, &polltest.Clock{}, func(config *httpapi.TokenConfig) {
			config.Exchange = &httpapi.Exchange{Method: http.MethodPost, Token: "jwt", Body: map[string]int{"a": 1}, Bearer: source}
		}, func(_ int, w http.ResponseWriter, r *http.Request) {
			if sent, _ := io.ReadAll(r.Body); string(sent) != `{"a":1}` {
				t.Errorf("sent %s", sent)
			}
			if r.Header.Get("Authorization") != "Bearer "+c.accepted {
				w.WriteHeader(http.StatusUnauthorized)
				return
			}
			_, _ = io.WriteString(w, `{"jwt":"t"}`)
		})
		for range 2 {
			if token, err := exchange.Token(t.Context()); token != c.want || (err == nil) != (c.want != "") {
				t.Errorf("%s: got %q, %v", name, token, err)
			}
		}
		if bearers.Load() != c.bearers || requests.Load() != c.requests {
			t.Errorf("%s: %d bearers and %d requests, want %d and %d", name, bearers.Load(), requests.Load(), c.bearers, c.requests)
		}
	}
}

// What was sent to get the bearer or the form is not the request itself.
func TestTokenRequestThatNeverLeftIsRepeatedWhateverItNeededBefore(t *testing.T) {
	t.Parallel()
	for name, change := range map[string]func(*httpapi.TokenConfig, httpapi.TokenSource){
		"bearer": func(config *httpapi.TokenConfig, source httpapi.TokenSource) {
			config.Exchange = &httpapi.Exchange{Method: http.MethodPost, Token: "access_token", Bearer: source}
		},
		"assertion": func(config *httpapi.TokenConfig, source httpapi.TokenSource) {
			config.Grant = httpapi.ClientCredentials("all", source.Token)
		},
	} {
		source, _ := refreshing(t, &polltest.Clock{}, issue)
		attempts := 0
		endpoint, requests := refreshingChanged(t, &polltest.Clock{}, func(config *httpapi.TokenConfig) {
			change(config, source)
			config.Transport = roundTrip(func(request *http.Request) (*http.Response, error) {
				if attempts++; attempts == 1 {
					return nil, &net.DNSError{Err: "no such host"}
				}
				return http.DefaultTransport.RoundTrip(request)
			})
		}, issue)
		if token, err := endpoint.Token(t.Context()); err != nil || token != "access-1" || requests.Load() != 1 {
			t.Errorf("%s: %q after %d attempts, %v", name, token, attempts, err)
		}
	}
}

// end is a time in the form of RFC 3339, as long after the beginning of a polltest.Clock.
func end(after time.Duration) string {
	return (&polltest.Clock{}).Now().Add(after).Format(time.RFC3339)
}

// The library keeps only the end of a token. As the source of another token it is not
// renewed by a refusal.
func TestTokenOfTheLibraryIsRenewedBeforeItsEnd(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		lasts time.Duration // 0: it names no end
		want  string
	}{"an hour": {time.Hour, "1 1 2"}, "no end": {0, "1 1 1"}} {
		clock, issued := &polltest.Clock{}, 0
		source, _ := refreshingChanged(t, clock, func(config *httpapi.TokenConfig) {
			config.Exchange = &httpapi.Exchange{Library: func(context.Context) (*oauth2.Token, error) {
				issued++
				token := &oauth2.Token{AccessToken: strconv.Itoa(issued)}
				if c.lasts > 0 {
					token.Expiry = time.Now().Add(c.lasts)
				}
				return token, nil
			}}
		}, issue)
		var got []string
		for range 3 {
			token, err := source.Token(t.Context())
			if err != nil {
				t.Fatal(err)
			}
			got = append(got, token)
			_ = clock.Sleep(t.Context(), c.lasts/2)
		}
		if strings.Join(got, " ") != c.want {
			t.Errorf("%s: got %q, want %s", name, got, c.want)
		}
	}
}
