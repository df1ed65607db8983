// SPDX-License-Identifier: MPL-2.0

package main

import (
	"context"
	"fmt"
	"os"
	"regexp"
	"runtime"
	"strconv"
	"strings"
)

// measureMachine says where the figures are taken. What the system does not show is left out.
func measureMachine(ctx context.Context, s settings, _ []string, _ int, report func(...figure) error) error {
	output, err := terraform{path: s.terraform}.run(ctx, "version")
	if err != nil {
		return err
	}
	version := regexp.MustCompile(`(?m)^\w+ v\d[\w.+-]*$`).FindString(string(output))
	parts := []string{strconv.Itoa(runtime.NumCPU()) + " processors" + field("/proc/cpuinfo", "model name", " (", ")")}
	if memory, err := strconv.ParseFloat(strings.TrimSuffix(field("/proc/meminfo", "MemTotal", "", ""), " kB"), 64); err == nil {
		parts = append(parts, fmt.Sprintf("%.0f GiB of memory", memory/(1<<20)))
	}
	parts = append(parts, runtime.GOOS+"/"+runtime.GOARCH, runtime.Version(), version)
	if load, err := os.ReadFile("/proc/loadavg"); err == nil {
		parts = append(parts, "a load of "+strings.Fields(string(load))[0]+" in the minute before")
	}
	null := "with a provider like that of hashicorp/null"
	if s.null != "" {
		null = "with a build of hashicorp/null"
	}
	return report(figure{Name: "machine", OK: true, Text: "Measured on " + strings.Join(parts, ", ") + "; `null_resource` " + null + "."})
}

// field is the value of a name in a file of lines "name : value".
func field(path, name, before, after string) string {
	text, err := os.ReadFile(path)
	if err != nil {
		return ""
	}
	for line := range strings.Lines(string(text)) {
		if found, value, ok := strings.Cut(line, ":"); ok && strings.TrimSpace(found) == name {
			return before + strings.TrimSpace(value) + after
		}
	}
	return ""
}
