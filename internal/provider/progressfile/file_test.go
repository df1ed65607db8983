// SPDX-License-Identifier: MPL-2.0

package progressfile

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/domainverify/terraform-provider-domainverify/internal/leakcheck"
	"github.com/domainverify/terraform-provider-domainverify/internal/service"
	"github.com/domainverify/terraform-provider-domainverify/internal/verification"
)

func TestMain(m *testing.M) { leakcheck.Main(m) }

var waiting = verification.Event{
	Time:  time.Date(2026, 3, 1, 12, 0, 5, 700, time.FixedZone("", 3600)),
	ID:    service.DomainID{Service: "webex", OrganizationID: "o-1", Domain: "acme.test"},
	Phase: verification.PhaseRecord, For: "TXT record at acme.test", Code: "near_miss", Cause: "<b> \x1b[2J\u202e",
	Until: time.Date(2026, 3, 1, 11, 20, 0, 0, time.UTC),
}

func noWarning(t *testing.T) func(context.Context, string, map[string]any) {
	t.Helper()
	return func(_ context.Context, message string, fields map[string]any) {
		t.Errorf("warned: %s %v", message, fields)
	}
}

func opened(t *testing.T, path string) *File {
	t.Helper()
	file, err := Open(path, noWarning(t))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = file.out.(*os.File).Close() })
	return file
}

func read(t *testing.T, path string) string {
	t.Helper()
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

func TestChangeIsOneLineOfJSONWithForeignTextEscaped(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "progress.jsonl")
	file := opened(t, path)
	file.Write(t.Context(), waiting)
	file.Write(t.Context(), verification.Event{Time: waiting.Until, ID: waiting.ID, Phase: verification.PhaseVerified})
	want := `{"time":"2026-03-01T11:00:05Z","domain":"acme.test","service":"webex","organization":"o-1","phase":"record",` +
		`"waiting_for":"TXT record at acme.test","code":"near_miss","cause":"<b> \\u{001B}[2J\\u{202E}","until":"2026-03-01T11:20:00Z"}` + "\n" +
		`{"time":"2026-03-01T11:20:00Z","domain":"acme.test","service":"webex","organization":"o-1","phase":"verified"}` + "\n"
	if diff := cmp.Diff(want, read(t, path)); diff != "" {
		t.Errorf("file (-want +got):\n%s", diff)
	}
	if info, err := os.Stat(path); err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("mode %v, %v", info.Mode(), err)
	}
}

func TestLinesOfSeveralWritersDoNotMix(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "progress.jsonl")
	if err := os.WriteFile(path, []byte("{}\n"), 0o644); err != nil {
		t.Fatal(err)
	}
	var all sync.WaitGroup
	for writer := range 8 {
		file := opened(t, path)
		for range 4 {
			all.Go(func() {
				for n := range 25 {
					e := waiting
					e.Cause = strings.Repeat("x", 700) + fmt.Sprint(writer, n)
					file.Write(context.Background(), e)
				}
			})
		}
	}
	all.Wait()
	lines := strings.Split(strings.TrimSuffix(read(t, path), "\n"), "\n")
	for _, text := range lines {
		if !json.Valid([]byte(text)) {
			t.Fatalf("torn: %s", text)
		}
	}
	if len(lines) != 1+8*4*25 {
		t.Errorf("%d lines", len(lines))
	}
}

// full is a disk with some room.
type full struct {
	bytes.Buffer
	room int
}

func (f *full) Write(text []byte) (int, error) {
	n, _ := f.Buffer.Write(text[:min(len(text), f.room)])
	if f.room -= n; n < len(text) {
		return n, errors.New("no space left on device")
	}
	return n, nil
}

func TestFullDiskIsWarnedOfOnceAndTheNextLineIsWhole(t *testing.T) {
	t.Parallel()
	warnings := 0
	disk := &full{room: 50}
	file := &File{out: disk, warn: func(context.Context, string, map[string]any) { warnings++ }}
	for range 3 {
		file.Write(t.Context(), waiting)
	}
	disk.room = 10_000
	file.Write(t.Context(), waiting)
	file.Write(t.Context(), waiting)
	lines := strings.Split(disk.String(), "\n")
	if warnings != 1 || len(lines) != 4 || !json.Valid([]byte(lines[1])) || !json.Valid([]byte(lines[2])) {
		t.Errorf("%d warnings, file:\n%s", warnings, disk.String())
	}
}

func TestLineThatAnEarlierProcessLeftTornIsEndedFirst(t *testing.T) {
	t.Parallel()
	for left, want := range map[string]int{"": 1, `{"time":"2026`: 2, "{}\n": 2} {
		path := filepath.Join(t.TempDir(), "progress")
		if err := os.WriteFile(path, []byte(left), 0o600); err != nil {
			t.Fatal(err)
		}
		opened(t, path).Write(t.Context(), waiting)
		lines := strings.Split(strings.TrimSuffix(read(t, path), "\n"), "\n")
		if len(lines) != want || !json.Valid([]byte(lines[want-1])) {
			t.Errorf("after %q: %q", left, lines)
		}
	}
}

func TestWhatIsNoFileIsAnErrorAtOnce(t *testing.T) {
	t.Parallel()
	folder := t.TempDir()
	for _, path := range []string{folder, filepath.Join(folder, "missing", "progress.jsonl")} {
		if _, err := Open(path, noWarning(t)); err == nil || !strings.Contains(err.Error(), path) {
			t.Errorf("%s: %v", path, err)
		}
	}
}
