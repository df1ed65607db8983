// SPDX-License-Identifier: MPL-2.0

package main

import (
	"encoding/xml"
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

const lines = `goos: linux
{"name":"machine","ok":true,"text":"2 cores"}
{"name":"packets","value":4,"unit":"packets","goal":"= 4 server addresses","ok":true}
{"name":"plan_requests","value":40,"unit":"requests","goal":3,"ok":false}
{"name":"a","value":1.5,"unit":"s","ok":true,"series":"cpu fleet","x":100}
{"name":"b","value":15,"unit":"s","ok":true,"series":"cpu fleet","x":1000}
{"name":"lost","ok":false,"error":"no"}
PASS
`

func TestPageShowsMachineGoalsAndWhatWasMissed(t *testing.T) {
	t.Parallel()
	folder := t.TempDir()
	figures := filepath.Join(folder, "figures.jsonl")
	if err := os.WriteFile(figures, []byte(lines), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := write(figures, folder); err != nil {
		t.Fatal(err)
	}
	text, err := os.ReadFile(filepath.Join(folder, "performance.md"))
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{
		"\n2 cores\n", "| `packets` | 4 | packets | = 4 server addresses | yes |", "| `plan_requests` | 40 | requests | ≤ 3 | **no** |",
		"| `a` | 1.5 | s |", "| `lost` | not taken | |", "](performance/cpu.svg)",
	} {
		if !strings.Contains(string(text), want) {
			t.Errorf("%q is missing in:\n%s", want, text)
		}
	}
	if strings.Contains(string(text), "goos") || strings.Contains(string(text), "| `machine`") {
		t.Errorf("more than figures in:\n%s", text)
	}
	for _, p := range plots() {
		wellFormed(t, filepath.Join(folder, "performance", p.file))
	}
}

func wellFormed(t *testing.T, path string) {
	t.Helper()
	file, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	for decoder := xml.NewDecoder(file); ; {
		if _, err := decoder.Token(); errors.Is(err, io.EOF) {
			return
		} else if err != nil {
			t.Fatalf("%s: %v", path, err)
		}
	}
}

func TestCurveHasItsPointsInOrder(t *testing.T) {
	t.Parallel()
	all, err := read(strings.NewReader(lines))
	if err != nil {
		t.Fatal(err)
	}
	picture := plot{title: "CPU", unit: "s", curves: []curve{{"this provider", "cpu fleet"}}}.svg(all)
	if want := `points="116.0,319.0 530.0,40.0"`; !strings.Contains(picture, want) {
		t.Errorf("%s is missing in:\n%s", want, picture)
	}
}

func TestFileWithoutFiguresIsAnError(t *testing.T) {
	t.Parallel()
	if _, err := read(strings.NewReader("PASS\n")); err == nil {
		t.Error("no error")
	}
}
