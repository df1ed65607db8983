// SPDX-License-Identifier: MPL-2.0

package main

import (
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

func TestReportAlignsChangesAndTimes(t *testing.T) {
	t.Parallel()
	var text strings.Builder
	at := time.Unix(0, 0)
	r := &report{to: &text, began: at, now: func() time.Time { at = at.Add(700 * time.Millisecond); return at }}
	err := r.step("Plan", func() error {
		r.change(change{"a.b", "create", 12 * time.Millisecond})
		r.change(change{Address: "a.c", Action: "delete"})
		r.field("DNS", "holds nothing")
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	want := "\n" +
		" 1  Plan\n" +
		"    + create           a.b                                                  12 ms\n" +
		"    - delete           a.c\n" +
		"    DNS                holds nothing\n" +
		"    done                                                                   0.7 s\n"
	if diff := cmp.Diff(want, text.String()); diff != "" {
		t.Errorf("report (-want +got):\n%s", diff)
	}
}

func TestFailedStepIsNamedInItsError(t *testing.T) {
	t.Parallel()
	r := newReport(&strings.Builder{})
	because := errors.New("no record")
	err := r.step("Apply", func() error { return because })
	if !errors.Is(err, because) || !strings.HasPrefix(err.Error(), "step 1 (Apply): ") {
		t.Errorf("error %v, want one that names step 1 and wraps the cause", err)
	}
}

func TestShortenKeepsBothEnds(t *testing.T) {
	t.Parallel()
	if got := shorten("0123456789abcdefghij", 14); got != "01234…cdefghij" {
		t.Errorf("shortened to %q", got)
	}
	if got := shorten("short", 14); got != "short" {
		t.Errorf("a short text became %q", got)
	}
}
