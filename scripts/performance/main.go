// SPDX-License-Identifier: MPL-2.0

package main

import (
	"bufio"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log"
	"os"
	"path/filepath"
)

// figure is one line of the benchmarks.
type figure struct {
	Name   string
	Value  float64
	Unit   string
	Goal   any // a number is the most; a text says it all
	OK     bool
	Series string
	X      float64
	Text   string
	Error  string
}

func main() {
	if len(os.Args) != 2 {
		log.Fatal("usage: go run ./scripts/performance figures.jsonl")
	}
	if err := write(os.Args[1], "docs"); err != nil {
		log.Fatalf("write docs/performance.md: %v", err)
	}
}

func write(figures, folder string) error {
	file, err := os.Open(figures)
	if err != nil {
		return err
	}
	defer file.Close()
	all, err := read(file)
	if err != nil {
		return err
	}
	if err := os.MkdirAll(filepath.Join(folder, "performance"), 0o755); err != nil {
		return err
	}
	for _, p := range plots() {
		if err := os.WriteFile(filepath.Join(folder, "performance", p.file), []byte(p.svg(all)), 0o644); err != nil {
			return err
		}
	}
	return os.WriteFile(filepath.Join(folder, "performance.md"), []byte(page(all)), 0o644)
}

func read(from io.Reader) (all []figure, err error) {
	lines := bufio.NewScanner(from)
	lines.Buffer(nil, 1<<20)
	for lines.Scan() {
		var f figure
		if len(lines.Bytes()) == 0 || lines.Bytes()[0] != '{' {
			continue
		}
		if err := json.Unmarshal(lines.Bytes(), &f); err != nil {
			return nil, fmt.Errorf("read the line %q: %w", lines.Text(), err)
		}
		all = append(all, f)
	}
	if len(all) == 0 {
		err = errors.New("there is no figure")
	}
	return all, errors.Join(err, lines.Err())
}
