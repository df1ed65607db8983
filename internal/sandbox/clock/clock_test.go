// SPDX-License-Identifier: MPL-2.0

package clock_test

import (
	"sync"
	"testing"
	"time"

	"github.com/domainverify/terraform-provider-domainverify/internal/leakcheck"
	"github.com/domainverify/terraform-provider-domainverify/internal/sandbox/clock"
)

func TestMain(m *testing.M) { leakcheck.Main(m) }

func TestNowFollowsTheSourcePlusEverythingAdvanced(t *testing.T) {
	t.Parallel()
	source := time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)
	c := clock.New(func() time.Time { return source })
	c.Advance(time.Hour)
	source = source.Add(time.Minute)
	if got := c.Advance(time.Second); !got.Equal(c.Now()) {
		t.Errorf("Advance returned %s, Now says %s", got, c.Now())
	}
	want := time.Date(2026, 1, 1, 1, 1, 1, 0, time.UTC)
	if !c.Now().Equal(want) {
		t.Errorf("Now() = %s, want %s", c.Now(), want)
	}
}

func TestTimeNeverRunsBackwards(t *testing.T) {
	t.Parallel()
	source := time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)
	c := clock.New(func() time.Time { return source })
	if got := c.Advance(-time.Hour); !got.Equal(source) {
		t.Errorf("Advance(-1h) = %s, want the unchanged %s", got, source)
	}
}

func TestAdvanceIsSafeUnderConcurrency(t *testing.T) {
	t.Parallel()
	source := time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)
	c := clock.New(func() time.Time { return source })
	var group sync.WaitGroup
	for range 50 {
		group.Go(func() { c.Advance(time.Second) })
	}
	group.Wait()
	if want := source.Add(50 * time.Second); !c.Now().Equal(want) {
		t.Errorf("Now() = %s, want %s", c.Now(), want)
	}
}
