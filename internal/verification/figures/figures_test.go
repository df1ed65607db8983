// SPDX-License-Identifier: MPL-2.0

package figures_test

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"testing"
	"testing/synctest"
	"time"

	"github.com/domainverify/terraform-provider-domainverify/internal/provider/progressfile"
	"github.com/domainverify/terraform-provider-domainverify/internal/verification"
)

// figure is one line of the output.
type figure struct {
	Name  string  `json:"name"`
	Value float64 `json:"value"`
	Unit  string  `json:"unit"`
	Goal  string  `json:"goal"`
	OK    bool    `json:"ok"`
}

func atMost(name string, value float64, unit string, most float64) figure {
	return figure{name, value, unit, fmt.Sprintf("<= %v", most), value <= most && value > 0}
}

// packetMinutes is how long packets are counted.
const packetMinutes = 6

func nothing(context.Context, verification.Event) {}

// packets are those of a fleet that waits for records which nobody publishes. The first
// look of each domain, with its search for the zone and the cause, is not held back.
func packets(ctx context.Context, size int) ([]figure, error) {
	f := newFleet(size)
	if err := f.wait(ctx, packetMinutes*time.Minute, nothing, func() {}); err != nil {
		return nil, err
	}
	packets := f.sent()
	var first, busiest, later int
	for minute := range packetMinutes {
		sent := 0
		for second := range 60 {
			at := time.Duration(60*minute+second) * time.Second
			if at == 0 {
				first = packets[at]
				continue
			}
			sent += packets[at]
		}
		if busiest = max(busiest, sent); minute >= 2 {
			later = max(later, sent)
		}
	}
	name := fmt.Sprintf("_%d_domains_wait_at_4_servers", size)
	return []figure{
		atMost("packets_of_the_first_look_per_domain_while"+name, float64(first)/float64(size), "packets", 40),
		atMost("packets_a_second_in_the_busiest_minute_while"+name, float64(busiest)/60, "packets", 200),
		atMost("packets_per_domain_and_minute_after_the_second_minute_while"+name, float64(later)/float64(size), "packets", 10),
	}, nil
}

// lag is from the publication of a record on all servers until it is seen, while others wait
// as well.
func lag(ctx context.Context, size int, from, to, most time.Duration) ([]figure, error) {
	f := newFleet(size)
	random := rand.New(rand.NewPCG(1, 2))
	var times []time.Duration
	for range max(1, size/10) {
		times = append(times, from+time.Duration(random.Int64N(int64(to-from))))
	}
	slices.Sort(times)
	err := f.wait(ctx, to+2*time.Minute, nothing, func() {
		for i, at := range times {
			sleepUntil(f.began.Add(at))
			f.publish(i, value)
		}
	})
	if err != nil {
		return nil, err
	}
	lags := f.lags("published_once")
	if len(lags) != len(times) {
		return nil, fmt.Errorf("%d of %d records were seen", len(lags), len(times))
	}
	name := fmt.Sprintf("lag_of_a_record_published_between_%.0f_and_%.0f_s_while_%d_domains_wait", from.Seconds(), to.Seconds(), size)
	return []figure{atMost(name, slices.Max(lags).Seconds(), "s", most.Seconds())}, nil
}

// mistakes are records with a wrong value or in the wrong place, until the progress file
// has them with their cause.
func mistakes(ctx context.Context, size int) ([]figure, error) {
	folder, err := os.MkdirTemp("", "figures")
	if err != nil {
		return nil, err
	}
	defer func() { _ = os.RemoveAll(folder) }()
	path := filepath.Join(folder, "progress.jsonl")
	file, err := progressfile.Open(path, func(_ context.Context, message string, _ map[string]any) { panic(message) })
	if err != nil {
		return nil, err
	}
	f := newFleet(size)
	wrong := max(2, size/10)
	for i := range wrong {
		f.publish(i, `"`+value+`"`)
	}
	err = f.wait(ctx, 2*time.Minute, file.Write, func() {
		for i := range wrong {
			sleepUntil(f.began.Add(time.Duration(1+i) * 50 * time.Second / time.Duration(wrong)))
			f.publish(wrong+i, `"`+value+`"`)
		}
	})
	if err != nil {
		return nil, err
	}
	text, err := os.ReadFile(path)
	if told := bytes.Count(text, []byte(`"phase":"record"`)); err != nil || told < size {
		return nil, fmt.Errorf("the progress file tells %d of %d waits: %w", told, size, err)
	}
	lags := f.lags("stray_octets", "quotes_or_spaces")
	if len(lags) != 2*wrong {
		return nil, fmt.Errorf("%d of %d mistakes were told", len(lags), 2*wrong)
	}
	name := fmt.Sprintf("wrong_record_until_it_is_in_the_progress_file_while_%d_domains_wait", size)
	slowest := slices.Max(lags).Seconds()
	return []figure{{name, slowest, "s", "< 10", slowest < 10}}, nil
}

func sleepUntil(at time.Time) { <-time.After(time.Until(at)) }

// measurements of fleets of a few, several hundred and a thousand domains.
func measurements(sizes ...int) (all []func(context.Context) ([]figure, error)) {
	for _, size := range sizes {
		all = append(all,
			func(ctx context.Context) ([]figure, error) { return packets(ctx, size) },
			func(ctx context.Context) ([]figure, error) { return lag(ctx, size, 0, 2*time.Minute, 2*time.Second) },
			func(ctx context.Context) ([]figure, error) {
				return lag(ctx, size, 3*time.Minute, 5*time.Minute, 30*time.Second)
			},
			func(ctx context.Context) ([]figure, error) { return mistakes(ctx, size) },
		)
	}
	return all
}

// BenchmarkFleet is one pass over all figures, which takes long enough not to be repeated.
// The budget of a run stretches the looks of more than 240 domains beyond two seconds.
func BenchmarkFleet(b *testing.B) {
	lines := json.NewEncoder(os.Stdout)
	lines.SetEscapeHTML(false)
	for b.Loop() {
		for _, take := range measurements(240, 1000) {
			var figures []figure
			err := inVirtualTime(func(ctx context.Context) (err error) {
				figures, err = take(ctx)
				return err
			})
			if err != nil {
				b.Error(err)
			}
			for _, f := range figures {
				if err := lines.Encode(f); err != nil {
					b.Error(err)
				}
			}
		}
	}
}

func TestFleetOfADozenMeetsAllFigures(t *testing.T) {
	t.Parallel()
	for i, take := range measurements(12) {
		t.Run(fmt.Sprint(i), func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				figures, err := take(t.Context())
				if err != nil {
					t.Fatal(err)
				}
				for _, f := range figures {
					if !f.OK {
						t.Errorf("%s is %v %s, wanted %s", f.Name, f.Value, f.Unit, f.Goal)
					}
				}
			})
		})
	}
}
