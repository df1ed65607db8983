// SPDX-License-Identifier: MPL-2.0

package httpapi_test

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/domainverify/terraform-provider-domainverify/internal/httpapi"
	"github.com/domainverify/terraform-provider-domainverify/internal/httpapi/ratelimit"
	"github.com/domainverify/terraform-provider-domainverify/internal/poll/polltest"
)

// window is the budget's: a minute with room for requests that are slow on their way.
const window = time.Minute + 2*time.Second

// Every fourth answer asks for a repeat: after a throttle, a failure or the
// renewal of a token.
func TestNoMinuteEverSeesMoreThanTheBudgetWithThirtyAtOnceAndRepeats(t *testing.T) {
	virtually(t, func(t *testing.T) {
		tokens := &countedTokens{}
		client, service := governed(ratelimit.Config{PerMinute: 20},
			func(config *httpapi.Config) { config.Tokens = tokens },
			func(n int, _ *http.Request) answer {
				switch n % 12 {
				case 3:
					return answer{status: 429, retryAfter: "7"}
				case 7:
					return answer{status: 503}
				case 11:
					return answer{status: 401}
				}
				return answer{status: 200}
			})
		var all sync.WaitGroup
		for range 30 {
			all.Go(func() {
				for range 4 {
					// A second 401 in a row is an error as it should be.
					_ = client.Read(t.Context(), "GET", "/x", nil, nil)
				}
			})
		}
		all.Wait()
		sends := service.sends()
		if len(sends) < 150 || tokens.renewals == 0 {
			t.Errorf("%d attempts and %d renewals of 120 calls: nothing was repeated", len(sends), tokens.renewals)
		}
		for i := range len(sends) - 20 {
			if within := sends[i+20] - sends[i]; within < time.Minute {
				t.Fatalf("attempts %d to %d were sent within %s", i, i+20, within)
			}
		}
	})
}

// The line is longer than what is kept of the token's life.
func TestTokenThatRunsOutInLineIsNotSent(t *testing.T) {
	virtually(t, func(t *testing.T) {
		endpoint := &fakeService{begun: time.Now(), answer: func(n int, _ *http.Request) answer {
			return answer{status: 200, body: fmt.Sprintf(`{"access_token":"access-%d","expires_in":600}`, n)}
		}}
		source := httpapi.NewTokenEndpoint(httpapi.TokenConfig{TokenURL: &url.URL{Scheme: "https", Host: "accounts.test"}, Grant: httpapi.RefreshGrant("r"), Transport: endpoint})
		var mu sync.Mutex
		var got []string
		client, _ := governed(ratelimit.Config{PerMinute: 1}, func(config *httpapi.Config) { config.Tokens = source },
			func(_ int, r *http.Request) answer {
				mu.Lock()
				defer mu.Unlock()
				got = append(got, r.Header.Get("Authorization"))
				return answer{status: 200}
			})
		var all sync.WaitGroup
		for range 12 {
			all.Go(func() {
				if err := client.Read(t.Context(), "GET", "/x", nil, nil); err != nil {
					t.Error(err)
				}
			})
		}
		all.Wait()
		// Minutes 0 to 8, then 9 to 11.
		want := slices.Concat(slices.Repeat([]string{"Bearer access-1"}, 9), slices.Repeat([]string{"Bearer access-2"}, 3))
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("sent with (-want +got):\n%s", diff)
		}
	})
}

// countedTokens can be renewed without a network.
type countedTokens struct {
	mu       sync.Mutex
	renewals int
}

func (c *countedTokens) Token(context.Context) (string, error) { return "access", nil }

func (c *countedTokens) Renew(context.Context, string) (string, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.renewals++
	return "access", nil
}

func TestEveryAttemptTakesItsTurn(t *testing.T) {
	for name, first := range map[string]answer{"failure": {status: 503}, "throttle": {status: 429, retryAfter: "1"}, "renewed token": {status: 401}} {
		t.Run(name, func(t *testing.T) {
			virtually(t, func(t *testing.T) {
				client, service := governed(ratelimit.Config{PerMinute: 1},
					func(config *httpapi.Config) { config.Tokens = &countedTokens{} },
					func(n int, _ *http.Request) answer {
						if n == 1 {
							return first
						}
						return answer{status: 200}
					})
				if err := client.Read(t.Context(), "GET", "/x", nil, nil); err != nil {
					t.Error(err)
				}
				if diff := cmp.Diff([]time.Duration{0, window}, service.sends()); diff != "" {
					t.Errorf("sent (-want +got):\n%s", diff)
				}
			})
		})
	}
}

// The pauses of the limiter are longer than both bounds together.
func TestTimeInLineCountsAgainstNoTimeout(t *testing.T) {
	virtually(t, func(t *testing.T) {
		client, service := governed(ratelimit.Config{PerMinute: 1},
			func(config *httpapi.Config) {
				config.ReadTimeout, config.RepeatWithin = 2*time.Second, 3*time.Second
			},
			func(n int, _ *http.Request) answer {
				if n < 4 {
					return answer{status: 503}
				}
				return answer{status: 200}
			})
		// Somebody else has the first turn.
		for range 2 {
			if err := client.Read(t.Context(), "GET", "/x", nil, nil); err != nil {
				t.Error(err)
			}
		}
		if diff := cmp.Diff([]time.Duration{0, window, 2 * window, 3 * window, 4 * window}, service.sends()); diff != "" {
			t.Errorf("sent (-want +got):\n%s", diff)
		}
	})
}

func TestThrottleOfOneRequestHoldsBackTheOthers(t *testing.T) {
	virtually(t, func(t *testing.T) {
		client, service := governed(ratelimit.Config{}, unchanged, func(n int, _ *http.Request) answer {
			if n == 1 {
				return answer{status: 429}
			}
			return answer{status: 200}
		})
		var all sync.WaitGroup
		all.Go(func() {
			if err := client.Write(t.Context(), "POST", "/x", nil, nil); err != nil {
				t.Error(err)
			}
		})
		pass(t, 10*time.Second)
		if err := client.Read(t.Context(), "GET", "/y", nil, nil); err != nil {
			t.Error(err)
		}
		all.Wait()
		if diff := cmp.Diff([]time.Duration{0, time.Minute, time.Minute}, service.sends()); diff != "" {
			t.Errorf("sent (-want +got):\n%s", diff)
		}
	})
}

func TestLongPauseIsReturnedAndLaterCallsAreNotSent(t *testing.T) {
	virtually(t, func(t *testing.T) {
		client, service := governed(ratelimit.Config{}, unchanged,
			func(int, *http.Request) answer { return answer{status: 429, retryAfter: "1200"} })
		var throttled *httpapi.StatusError
		if err := client.Write(t.Context(), "POST", "/x", nil, nil); !errors.As(err, &throttled) || !throttled.Throttled() || throttled.RetryAfter != 20*time.Minute {
			t.Errorf("got %v", err)
		}
		pass(t, time.Minute)
		var paused *ratelimit.PausedError
		err := client.Write(t.Context(), "POST", "/x", nil, nil)
		if !errors.As(err, &paused) || paused.Left != 19*time.Minute || httpapi.Ambiguous(err) || errors.As(err, new(*httpapi.StatusError)) {
			t.Errorf("got %v", err)
		}
		if sent := len(service.sends()); sent != 1 {
			t.Errorf("%d requests, want one", sent)
		}
	})
}

// The second unnamed throttle makes a pause that is too long to wait for.
func TestLastingThrottleEndsWithThePauseThatTheRateLimiterMakes(t *testing.T) {
	virtually(t, func(t *testing.T) {
		client, service := governed(ratelimit.Config{}, unchanged, func(int, *http.Request) answer { return answer{status: 429} })
		var throttled *httpapi.StatusError
		if err := client.Read(t.Context(), "GET", "/x", nil, nil); !errors.As(err, &throttled) || throttled.RetryAfter != 2*time.Minute {
			t.Errorf("got %v", err)
		}
		if diff := cmp.Diff([]time.Duration{0, time.Minute}, service.sends()); diff != "" {
			t.Errorf("sent (-want +got):\n%s", diff)
		}
	})
}

// The failure was before the pause, its repeat would be within.
func TestRepeatThatMeetsALongPauseIsNotSentAndNotAmbiguous(t *testing.T) {
	virtually(t, func(t *testing.T) {
		var limiter *ratelimit.Limiter
		client, service := governed(ratelimit.Config{}, func(config *httpapi.Config) { limiter = config.Limiter },
			func(int, *http.Request) answer {
				limiter.Throttled(t.Context(), http.StatusTooManyRequests, 20*time.Minute)
				return answer{status: 503}
			})
		err := client.Read(t.Context(), "GET", "/x", nil, nil)
		var paused *ratelimit.PausedError
		var broken *httpapi.TransportError
		if !errors.As(err, &paused) || errors.As(err, &broken) || httpapi.Ambiguous(err) || paused.Left != 20*time.Minute-time.Second {
			t.Errorf("got %#v", err)
		}
		if sent := len(service.sends()); sent != 1 {
			t.Errorf("%d requests, want one", sent)
		}
	})
}

func TestSuccessBetweenTwoThrottlesMakesTheSecondPauseNoLonger(t *testing.T) {
	virtually(t, func(t *testing.T) {
		client, service := governed(ratelimit.Config{}, unchanged, func(n int, _ *http.Request) answer {
			if n%2 == 1 {
				return answer{status: 429}
			}
			return answer{status: 200}
		})
		for range 2 {
			if err := client.Read(t.Context(), "GET", "/x", nil, nil); err != nil {
				t.Error(err)
			}
		}
		if diff := cmp.Diff([]time.Duration{0, time.Minute, time.Minute, 2 * time.Minute}, service.sends()); diff != "" {
			t.Errorf("sent (-want +got):\n%s", diff)
		}
	})
}

// Once before the first attempt, once before a repeated one.
func TestCallCutOffInLineWasNotSent(t *testing.T) {
	for status, sent := range map[int]int{200: 1, 429: 1} {
		t.Run(http.StatusText(status), func(t *testing.T) {
			virtually(t, func(t *testing.T) {
				client, service := governed(ratelimit.Config{PerMinute: 1}, unchanged,
					func(int, *http.Request) answer { return answer{status: status} })
				if status == 200 {
					if err := client.Write(t.Context(), "POST", "/x", nil, nil); err != nil {
						t.Fatal(err)
					}
				}
				ctx, cancel := context.WithTimeout(t.Context(), 10*time.Second)
				defer cancel()
				begun := time.Now()
				err := client.Write(ctx, "POST", "/x", nil, nil)
				var cut *httpapi.InterruptedError
				if !errors.As(err, &cut) || cut.Sent || cut.Unsent != (status == 200) || !errors.Is(err, context.DeadlineExceeded) || (cut.Last != nil) != (status == 429) {
					t.Errorf("got %#v", err)
				}
				if took := time.Since(begun); took != 10*time.Second {
					t.Errorf("it ended after %s", took)
				}
				if got := len(service.sends()); got != sent {
					t.Errorf("%d requests, want %d", got, sent)
				}
			})
		})
	}
}

func TestThrottleThatEndsAtOnceIsNoUnnamedOne(t *testing.T) {
	virtually(t, func(t *testing.T) {
		client, service := governed(ratelimit.Config{}, unchanged, func(n int, _ *http.Request) answer {
			if n < 3 {
				return answer{status: 429, retryAfter: "0"}
			}
			return answer{status: 200}
		})
		if err := client.Write(t.Context(), "POST", "/x", nil, nil); err != nil {
			t.Error(err)
		}
		if diff := cmp.Diff([]time.Duration{0, time.Second, 2 * time.Second}, service.sends()); diff != "" {
			t.Errorf("sent (-want +got):\n%s", diff)
		}
	})
}

func TestLogShowsHowLongRequestsWaitAndWhy(t *testing.T) {
	virtually(t, func(t *testing.T) {
		var got []string
		var waits []int64
		log := func(_ context.Context, message string, fields map[string]any) {
			if fields["service"] != "acme" {
				t.Errorf("%s: %v", message, fields)
			}
			got, waits = append(got, message), append(waits, fields["milliseconds"].(int64))
		}
		client, _ := governed(ratelimit.Config{PerMinute: 1, Log: log}, unchanged, func(n int, _ *http.Request) answer {
			if n == 2 {
				return answer{status: 429, retryAfter: "60"}
			}
			return answer{status: 200}
		})
		for range 2 {
			if err := client.Read(t.Context(), "GET", "/x", nil, nil); err != nil {
				t.Error(err)
			}
		}
		want := []string{"waited for the request budget", "rate limited by the service", "waited because the service rate limits requests"}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("logged (-want +got):\n%s", diff)
		}
		if diff := cmp.Diff([]int64{62_000, 60_000, 62_000}, waits); diff != "" {
			t.Errorf("milliseconds (-want +got):\n%s", diff)
		}
	})
}

// The write's own context ends a moment after that of its caller.
func TestWriteThatWaitedInLineForACallerThatIsGoneIsNotSent(t *testing.T) {
	t.Parallel()
	ctx, cancel := context.WithCancel(t.Context())
	clock := &polltest.Clock{OnSleep: func(time.Duration) { cancel() }}
	sleep := func(ctx context.Context, d time.Duration) error { return clock.Sleep(context.WithoutCancel(ctx), d) }
	client, service := governed(ratelimit.Config{Now: clock.Now, Sleep: sleep}, func(config *httpapi.Config) { config.Now = clock.Now },
		func(int, *http.Request) answer {
			return answer{status: http.StatusTooManyRequests, retryAfter: "30"}
		})
	err := client.Write(ctx, "POST", "/x", nil, nil)
	var cut *httpapi.InterruptedError
	if !errors.As(err, &cut) || cut.Sent || len(service.sends()) != 1 {
		t.Errorf("%v after %d attempts, want one and nothing open", err, len(service.sends()))
	}
}
