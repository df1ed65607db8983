// SPDX-License-Identifier: MPL-2.0

package httpapi_test

import (
	"bytes"
	"context"
	"errors"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/domainverify/terraform-provider-domainverify/internal/httpapi"
	"github.com/domainverify/terraform-provider-domainverify/internal/httpapi/ratelimit"
)

// readWords reads bodies of a service that says everything in words.
func readWords(_ int, _ http.Header, body []byte) httpapi.Classification {
	for word, reading := range map[string]httpapi.Classification{
		"token refused":  {Kind: httpapi.TokenRefused},
		"scope missing":  {Kind: httpapi.NotTokenRefused},
		"too many":       {Kind: httpapi.Throttled},
		"wait 40s":       {Kind: httpapi.Throttled, RetryAfter: 40 * time.Second},
		"wait 20m":       {Kind: httpapi.Throttled, RetryAfter: 20 * time.Minute},
		"no such domain": {Kind: httpapi.Refused},
		"fell over":      {Kind: httpapi.Failed},
	} {
		if bytes.Contains(body, []byte(word)) {
			return reading
		}
	}
	return httpapi.Classification{}
}

func reading(config *httpapi.Config) { config.Classify = readWords }

// saying answers the first attempt so and all others with success.
func saying(status int, words string) func(int, *http.Request) answer {
	return func(n int, _ *http.Request) answer {
		if n == 1 {
			return answer{status: status, body: `{"message":"` + words + `"}`}
		}
		return answer{status: 200}
	}
}

func TestThrottleIsReadInEveryShapeAndRepeatedWhateverTheMethod(t *testing.T) {
	for _, status := range []int{200, 400, 403, 429, 500} {
		for words, want := range map[string]time.Duration{"too many": time.Minute, "wait 40s": 40 * time.Second} {
			t.Run(http.StatusText(status)+" "+words, func(t *testing.T) {
				virtually(t, func(t *testing.T) {
					client, service := governed(ratelimit.Config{}, reading, saying(status, words))
					if err := client.Write(t.Context(), "POST", "/x", nil, nil); err != nil {
						t.Error(err)
					}
					if diff := cmp.Diff([]time.Duration{0, want}, service.sends()); diff != "" {
						t.Errorf("sent (-want +got):\n%s", diff)
					}
				})
			})
		}
	}
}

func TestThrottleWithoutARateLimiterIsRepeatedAfterItsOwnPause(t *testing.T) {
	virtually(t, func(t *testing.T) {
		client, service := governed(ratelimit.Config{}, func(config *httpapi.Config) {
			config.Classify, config.Limiter = readWords, nil
		}, saying(200, "wait 40s"))
		if err := client.Write(t.Context(), "POST", "/x", nil, nil); err != nil {
			t.Error(err)
		}
		if diff := cmp.Diff([]time.Duration{0, 40 * time.Second}, service.sends()); diff != "" {
			t.Errorf("sent (-want +got):\n%s", diff)
		}
	})
}

func TestLongThrottleInTheBodyIsReturnedAndNotAmbiguous(t *testing.T) {
	for _, status := range []int{200, 400, 500} {
		t.Run(http.StatusText(status), func(t *testing.T) {
			virtually(t, func(t *testing.T) {
				client, service := governed(ratelimit.Config{}, reading, saying(status, "wait 20m"))
				err := client.Write(t.Context(), "POST", "/x", nil, nil)
				var throttled *httpapi.StatusError
				if !errors.As(err, &throttled) || throttled.Kind != httpapi.Throttled || throttled.RetryAfter != 20*time.Minute ||
					throttled.Status != status || httpapi.Ambiguous(err) || len(service.sends()) != 1 {
					t.Errorf("%d requests, %#v", len(service.sends()), err)
				}
			})
		})
	}
}

func TestRefusalInTheBodyIsAnErrorForGood(t *testing.T) {
	for _, status := range []int{200, 201, 400, 429, 503} {
		for _, access := range []string{"read", "write"} {
			t.Run(http.StatusText(status)+" "+access, func(t *testing.T) {
				virtually(t, func(t *testing.T) {
					client, service := governed(ratelimit.Config{}, reading, saying(status, "no such domain"))
					output := struct{ Message string }{"as before"}
					err := calling(client, access)(t.Context(), "POST", "/x", nil, &output)
					var refused *httpapi.StatusError
					if !errors.As(err, &refused) || refused.Kind != httpapi.Refused || !strings.Contains(string(refused.Body), "no such domain") ||
						refused.Status != status || httpapi.Ambiguous(err) || output.Message != "as before" || len(service.sends()) != 1 {
						t.Errorf("%d requests, %#v, output %q", len(service.sends()), err, output.Message)
					}
				})
			})
		}
	}
}

func TestFailureInTheBodyIsRepeatedForReadsAndLeavesWritesOpen(t *testing.T) {
	for access, requests := range map[string]int{"read": 2, "write": 1} {
		t.Run(access, func(t *testing.T) {
			virtually(t, func(t *testing.T) {
				client, service := governed(ratelimit.Config{}, reading, saying(200, "fell over"))
				err := calling(client, access)(t.Context(), "POST", "/x", nil, nil)
				if httpapi.Ambiguous(err) != (access == "write") || (err == nil) != (access == "read") || len(service.sends()) != requests {
					t.Errorf("%d requests, %v", len(service.sends()), err)
				}
			})
		})
	}
}

func TestTokenRefusedIsReadInEveryShapeAndRenewedOnce(t *testing.T) {
	for _, status := range []int{200, 400, 401, 500} {
		t.Run(http.StatusText(status), func(t *testing.T) {
			virtually(t, func(t *testing.T) {
				tokens := &countedTokens{}
				client, service := governed(ratelimit.Config{}, func(config *httpapi.Config) {
					config.Classify, config.Tokens = readWords, tokens
				}, func(n int, _ *http.Request) answer {
					if n != 2 {
						return answer{status: status, body: `{"message":"token refused"}`}
					}
					return answer{status: 200}
				})
				if err := client.Write(t.Context(), "POST", "/x", nil, nil); err != nil || tokens.renewals != 1 {
					t.Errorf("%d renewals, %v", tokens.renewals, err)
				}
				tokens.renewals = 0
				// The third and the fourth attempt.
				var refused *httpapi.StatusError
				if err := client.Write(t.Context(), "POST", "/x", nil, nil); !errors.As(err, &refused) || refused.Kind != httpapi.TokenRefused || tokens.renewals != 1 || len(service.sends()) != 4 {
					t.Errorf("%d renewals, %d requests, %v", tokens.renewals, len(service.sends()), err)
				}
			})
		})
	}
}

func TestUnauthorizedThatANewTokenDoesNotMendIsNotRenewed(t *testing.T) {
	virtually(t, func(t *testing.T) {
		tokens := &countedTokens{}
		client, service := governed(ratelimit.Config{}, func(config *httpapi.Config) {
			config.Classify, config.Tokens = readWords, tokens
		}, saying(401, "scope missing"))
		var refused *httpapi.StatusError
		if err := client.Read(t.Context(), "GET", "/x", nil, nil); !errors.As(err, &refused) || refused.Status != 401 || tokens.renewals != 0 || len(service.sends()) != 1 {
			t.Errorf("%d renewals, %d requests, %v", tokens.renewals, len(service.sends()), err)
		}
	})
}

func TestAnswerThatSaysNothingSpecialIsTakenByItsStatus(t *testing.T) {
	virtually(t, func(t *testing.T) {
		client, service := governed(ratelimit.Config{}, reading, func(n int, _ *http.Request) answer {
			if n == 2 {
				return answer{status: 200, body: `{"b":2}`}
			}
			return answer{status: 503}
		})
		var output struct{ B int }
		if err := client.Read(t.Context(), "GET", "/x", nil, &output); err != nil || output.B != 2 {
			t.Errorf("got %+v, %v", output, err)
		}
		if err := client.Write(t.Context(), "POST", "/x", nil, nil); !httpapi.Ambiguous(err) || len(service.sends()) != 3 {
			t.Errorf("%d requests, %v", len(service.sends()), err)
		}
	})
}

// The end of the context is news; a refusal for good is better news.
func TestRefusalReadAtTheEndOfAContextIsReturnedAndAThrottleIsNot(t *testing.T) {
	for words, interrupted := range map[string]bool{"no such domain": false, "too many": true} {
		t.Run(words, func(t *testing.T) {
			virtually(t, func(t *testing.T) {
				ctx, cancel := context.WithCancel(t.Context())
				client, _ := governed(ratelimit.Config{}, reading, func(int, *http.Request) answer {
					cancel()
					return answer{status: 500, body: words}
				})
				// A read would end before its answer.
				err := client.Write(ctx, "POST", "/x", nil, nil)
				if httpapi.IsInterrupted(err) != interrupted {
					t.Errorf("got %v", err)
				}
			})
		})
	}
}

func TestBodyThatBreaksOffIsNotRead(t *testing.T) {
	t.Parallel()
	client, count := serveChanged(t, reading, func(_ int, w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Length", "1000")
		_, _ = w.Write([]byte("too many"))
	})
	var broken *httpapi.TransportError
	if err := client.Write(t.Context(), "POST", "/x", nil, nil); !errors.As(err, &broken) || !httpapi.Ambiguous(err) || count.Load() != 1 {
		t.Errorf("got %#v, want a write whose outcome is open", err)
	}
}

func TestAuthorizationSchemeIsThatOfTheService(t *testing.T) {
	t.Parallel()
	client, _ := serveChanged(t, func(config *httpapi.Config) { config.AuthorizationScheme = "Acme-token" },
		func(_ int, w http.ResponseWriter, r *http.Request) {
			if got := r.Header.Get("Authorization"); got != "Acme-token static-secret" {
				t.Errorf("got %q", got)
			}
			_, _ = w.Write([]byte(`{}`))
		})
	if err := client.Read(t.Context(), "GET", "/x", nil, nil); err != nil {
		t.Error(err)
	}
}

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
		err := client.Write(t.Context(), http.MethodPost, "/?body="+url.QueryEscape(body), nil, httpapi.Parsed(&got))
		if got != want || (err == nil) != (want != nil) || decoded != 1 {
			t.Errorf("%q: %v, %v after %d decodings; want %v", body, got, err, decoded, want)
		}
	}
	var got any
	if err := client.Write(t.Context(), http.MethodDelete, "/", nil, httpapi.Optional(httpapi.Parsed(&got))); err != nil || got != nil {
		t.Errorf("a response without a body: %v, %v", got, err)
	}
}
