// SPDX-License-Identifier: MPL-2.0

package main

import (
	"encoding/json"
	"os"
	"path/filepath"
	"runtime"
	"testing"
)

// asProvider makes the test binary, which has the name of its own provider, end at once.
const asProvider = "METERED_TEST_IS_PROVIDER"

func TestMain(m *testing.M) {
	if os.Getenv(asProvider) != "" {
		os.Exit(1)
	}
	os.Exit(m.Run())
}

func TestUsageOfAProviderIsNotedWhateverItsEnd(t *testing.T) {
	t.Setenv(asProvider, "1")
	to := filepath.Join(t.TempDir(), "metered.jsonl")
	for range 2 {
		if err := run(filepath.Dir(os.Args[0]), to); err != nil {
			t.Fatal(err)
		}
	}
	file, err := os.Open(to)
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	decoder := json.NewDecoder(file)
	for range 2 {
		var used map[string]float64
		if err := decoder.Decode(&used); err != nil {
			t.Fatal(err)
		}
		if used["cpu_seconds"] <= 0 || runtime.GOOS == "linux" && used["peak_mib"] <= 1 {
			t.Errorf("noted %v", used)
		}
	}
	if decoder.More() {
		t.Error("more than two lines for two processes")
	}
}

func TestMissingProviderIsAnError(t *testing.T) {
	t.Parallel()
	if err := run(t.TempDir(), filepath.Join(t.TempDir(), "metered.jsonl")); err == nil {
		t.Error("no error")
	}
}
