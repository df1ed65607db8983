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

var errNotThere = errors.New("not there")

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
	l.Lag = adapter.NewLag(acme(), service.Dependencies{Now: l.clock.Now, Sleep: l.clock.Sleep, Log: log}, 2*time.Minute, 5*time.Second)
	return l
}

func (l *lagging) await(ctx context.Context) error {
	return l.Patiently(ctx, operation, "the domain is there", func() (bool, error) {
		if l.reads++; l.clock.Now().Before(l.shows) {
			return true, errNotThere
		}
		return false, nil
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
		shown  time.Duration
		want   error
		pauses []time.Duration
	}{
		"shown at once": {0, nil, nil},
		"shown later":   {25 * time.Second, nil, seconds(5, 10, 15)},
		"never shown":   {time.Hour, errNotThere, seconds(5, 10, 15, 20, 25, 30)},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			l := newLagging(test.shown)
			err := l.await(t.Context())
			if !errors.Is(err, test.want) || !slices.Equal(l.clock.Sleeps(), test.pauses) || l.reads != len(test.pauses)+1 || l.logged != len(test.pauses) {
				t.Errorf("%v after %d readings with the pauses %v, of which %d were logged", err, l.reads, l.clock.Sleeps(), l.logged)
			}
		})
	}
}

func TestWriteIsRecentForAWhile(t *testing.T) {
	t.Parallel()
	l := newLagging(0)
	written := l.clock.Now()
	if l.IsRecent(time.Time{}) || !l.IsRecent(written) {
		t.Error("a write is recent although there was none, or not although it was made now")
	}
	if _ = l.clock.Sleep(t.Context(), 2*time.Minute); l.IsRecent(written) {
		t.Error("a write of two minutes ago is recent")
	}
}

// Invariant 13.
func TestPatienceWithAReadingEndsWithTheContextAndWithAFailure(t *testing.T) {
	t.Parallel()
	ctx, interrupt := context.WithCancel(t.Context())
	l := newLagging(time.Hour)
	l.clock.OnSleep = func(time.Duration) { interrupt() }
	if failure := typed(t, l.await(ctx)); failure.Class != service.Interrupted || failure.Operation != operation || l.reads != 1 {
		t.Errorf("%v after %d readings", failure, l.reads)
	}
	broken := errors.New("broken")
	if err := l.Patiently(t.Context(), operation, "", func() (bool, error) { return false, broken }); !errors.Is(err, broken) {
		t.Errorf("a reading that fails: %v", err)
	}
}
