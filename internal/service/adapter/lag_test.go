// SPDX-License-Identifier: MPL-2.0

package adapter_test

import (
	"context"
	"errors"
	"slices"
	"testing"
	"time"

	"github.com/domainverify/terraform-provider-domainverify/internal/poll/polltest"
	"github.com/domainverify/terraform-provider-domainverify/internal/service"
	"github.com/domainverify/terraform-provider-domainverify/internal/service/adapter"
)

// lagging is a reading that shows a write from a time on.
type lagging struct {
	*adapter.Lag
	clock  *polltest.Clock
	shows  time.Time
	reads  int
	logged int
}

func newLagging(shown time.Duration) *lagging {
	l := &lagging{clock: &polltest.Clock{}}
	l.shows = l.clock.Now().Add(shown)
	log := func(context.Context, string, map[string]any) { l.logged++ }
	l.Lag = adapter.NewLag(service.Dependencies{Now: l.clock.Now, Sleep: l.clock.Sleep, Log: log}, 2*time.Minute, 5*time.Second)
	return l
}

func (l *lagging) await(ctx context.Context) (bool, error) {
	return l.Await(ctx, "add acme.test", func(context.Context) (bool, error) {
		l.reads++
		return !l.clock.Now().Before(l.shows), nil
	})
}

func TestReadingThatIsBehindAWriteIsRepeatedForAWhile(t *testing.T) {
	t.Parallel()
	seconds := func(all ...time.Duration) (pauses []time.Duration) {
		for _, n := range all {
			pauses = append(pauses, n*time.Second)
		}
		return pauses
	}
	for name, test := range map[string]struct {
		shown   time.Duration
		isShown bool
		pauses  []time.Duration
	}{
		"shown at once": {0, true, nil},
		"shown later":   {25 * time.Second, true, seconds(5, 10, 15)},
		"never shown":   {time.Hour, false, seconds(5, 10, 15, 20, 25, 30, 15)},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			l := newLagging(test.shown)
			l.Wrote("add acme.test")
			isShown, err := l.await(t.Context())
			if isShown != test.isShown || err != nil || !slices.Equal(l.clock.Sleeps(), test.pauses) || l.reads != len(test.pauses)+1 || l.logged != len(test.pauses) {
				t.Errorf("%t %v after %d readings with the pauses %v, of which %d were logged", isShown, err, l.reads, l.clock.Sleeps(), l.logged)
			}
		})
	}
}

func TestReadingCountsAtOnceWhereNothingWasWrittenLately(t *testing.T) {
	t.Parallel()
	for name, before := range map[string]func(*lagging){
		"nothing":      func(*lagging) {},
		"another":      func(l *lagging) { l.Wrote("add other.test") },
		"undone":       func(l *lagging) { l.Wrote("add acme.test"); l.Forget("add acme.test") },
		"too long ago": func(l *lagging) { l.Wrote("add acme.test"); _ = l.clock.Sleep(t.Context(), 2*time.Minute) },
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			l := newLagging(time.Hour)
			before(l)
			if isShown, err := l.await(t.Context()); isShown || err != nil || l.reads != 1 {
				t.Errorf("%t %v after %d readings", isShown, err, l.reads)
			}
		})
	}
}

// Invariant 13.
func TestPatienceWithAReadingEndsWithTheContextAndWithAFailure(t *testing.T) {
	t.Parallel()
	ctx, interrupt := context.WithCancel(t.Context())
	l := newLagging(time.Hour)
	l.Wrote("add acme.test")
	l.clock.OnSleep = func(time.Duration) { interrupt() }
	_, err := l.await(ctx)
	if failure := acme().Failure(ctx, operation, err); service.ClassOf(failure) != service.Interrupted || l.reads != 1 {
		t.Errorf("%v after %d readings", failure, l.reads)
	}
	broken := errors.New("broken")
	if _, err := l.Await(t.Context(), "add acme.test", func(context.Context) (bool, error) { return false, broken }); !errors.Is(err, broken) {
		t.Errorf("a reading that fails: %v", err)
	}
}
