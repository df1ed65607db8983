// SPDX-License-Identifier: MPL-2.0

package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"os/signal"
	"syscall"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	exit := run(ctx, os.Args[1:], os.Environ(), os.Getenv("DEMO_KEEP") == "1", os.Stdout, os.Stderr)
	stop()
	os.Exit(exit)
}

// Exit codes: a wrong flag is 2, like in package flag.
const (
	exitFailed = 1
	exitUsage  = 2
)

// settings say where the parts of the demo are.
type settings struct {
	terraform string // path of the CLI
	bin       string // folder of the built providers and the sandbox
	example   string // folder of the configuration to apply
	work      string // folder to make a working folder in
	null      string // folder of a build of hashicorp/null to measure against; empty: a provider like it
	parts     string // to measure; empty: all
	keep      bool   // leave sandbox and working folder behind
}

func run(ctx context.Context, args, environment []string, keep bool, stdout, stderr io.Writer) int {
	s := settings{keep: keep}
	flags := flag.NewFlagSet("demo", flag.ContinueOnError)
	flags.SetOutput(stderr)
	flags.StringVar(&s.terraform, "terraform", "terraform", "`path` of the Terraform CLI")
	flags.StringVar(&s.bin, "bin", "bin", "`folder` of the built providers and the sandbox")
	flags.StringVar(&s.example, "example", "examples/sandbox", "`folder` of the configuration to apply")
	flags.StringVar(&s.work, "work", ".demo", "`folder` to make a working folder in")
	flags.StringVar(&s.null, "null", "", "`folder` of a build of hashicorp/null to measure against, in place of a provider like it")
	domains := flags.Int("measure", 0, "measure, with fleets of that `number` of domains, and print JSON lines, in place of the demo")
	flags.StringVar(&s.parts, "parts", "", "comma `list` of the parts to measure: machine, services, lookups, slots, fleets; empty is all")
	switch err := flags.Parse(args); {
	case errors.Is(err, flag.ErrHelp):
		return 0
	case err != nil:
		return exitUsage
	}

	if *domains > 0 {
		if err := measure(ctx, s, environment, *domains, stdout, stderr); err != nil {
			fmt.Fprintln(stderr, "measure:", err)
			return exitFailed
		}
		return 0
	}
	out := newReport(stdout)
	err := play(ctx, s, environment, out)
	if err != nil {
		fmt.Fprintf(stdout, "\ndemo: failed: %v\n", err)
		return exitFailed
	}
	fmt.Fprintf(stdout, "\ndemo: ok (%s)\n", seconds(out.total()))
	return 0
}
