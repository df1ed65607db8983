// SPDX-License-Identifier: MPL-2.0

package acceptance_test

import (
	"encoding/json"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
)

// progressLine is what programs read.
type progressLine struct {
	Time                                              time.Time
	Domain, Service, Organization, Phase, Code, Cause string
	WaitingFor                                        string `json:"waiting_for"`
	Until                                             time.Time
}

func progressLines(t *testing.T, path string) (lines []progressLine) {
	t.Helper()
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	decoder := json.NewDecoder(strings.NewReader(string(text)))
	for decoder.More() {
		var one progressLine
		if err := decoder.Decode(&one); err != nil {
			t.Fatalf("%v:\n%s", err, text)
		}
		lines = append(lines, one)
	}
	return lines
}

func TestProgressFileTellsWhatADomainWaitsForBeforeTheRunEnds(t *testing.T) {
	w := newWorld(t)
	path := filepath.Join(t.TempDir(), "progress.jsonl")
	w.environment["DOMAINVERIFY_PROGRESS_FILE"] = path
	const prefix = "cisco-ci-domain-verification="
	w.virtual.OnSleep = func(elapsed time.Duration) {
		w.passTime(elapsed)
		if lines := progressLines(t, path); elapsed > 10*time.Second && (len(lines) == 0 || lines[0].Code != "near_miss") {
			t.Errorf("the mistake is not in the file after %s: %+v", elapsed, lines)
		}
	}
	w.run(
		resource.TestStep{Config: chain{without: []string{"sandbox_dns_record_set", "domainverify_verification", "domainverify_claim"}}.String()},
		resource.TestStep{
			PreConfig:   w.wrongly(domain, func(token string) []string { return []string{prefix + token + "x"} }),
			Config:      chain{without: []string{"sandbox_dns_record_set", "domainverify_claim"}}.String(),
			ExpectError: regexp.MustCompile(`near_miss`),
		},
		resource.TestStep{
			PreConfig: func() {
				lines := progressLines(t, path)
				if len(lines) != 2 {
					t.Fatalf("%d lines: %+v", len(lines), lines)
				}
				for i, phase := range []string{"record", "failed"} {
					one := lines[i]
					equal(t, "what the line is about", [4]string{one.Domain, one.Service, one.Phase, one.Code}, [4]string{domain, "webex", phase, "near_miss"})
					if one.Organization == "" || one.Cause == "" || one.Time.IsZero() || one.Until.IsZero() != (phase == "failed") {
						t.Errorf("incomplete: %+v", one)
					}
				}
				w.virtual.OnSleep = w.passTime
				if err := w.DNS.RemoveRRset(domain, "TXT"); err != nil {
					t.Fatal(err)
				}
			},
			Config: chain{}.String(),
		},
	)
	lines := progressLines(t, path)
	if last := lines[len(lines)-1]; last.Phase != "released" {
		t.Errorf("it ends with %+v", last)
	}
}

func TestProgressFileThatCannotBeOpenedIsAnErrorOfTheConfiguration(t *testing.T) {
	w := newWorld(t)
	config := `provider "domainverify" {
  progress_file = "` + t.TempDir() + `/missing/progress.jsonl"
}
` + chain{}.String()
	w.run(resource.TestStep{Config: config, ExpectError: regexp.MustCompile(`(?s)progress_file:\s+the\s+file\s+cannot\s+be\s+opened`)})
}
