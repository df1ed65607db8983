// SPDX-License-Identifier: MPL-2.0

package main

import (
	"context"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"os/signal"
	"strings"
	"syscall"

	"github.com/domainverify/terraform-provider-domainverify/internal/sandbox"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	exit := run(ctx, os.Args[1:], os.Stdout, os.Stderr)
	stop()
	os.Exit(exit)
}

// Exit codes: a wrong flag is 2, like in package flag.
const (
	exitFailed = 1
	exitUsage  = 2
)

func run(ctx context.Context, args []string, stdout, stderr io.Writer) int {
	options, exports, err := parse(args, stderr)
	if errors.Is(err, flag.ErrHelp) {
		return 0
	}
	if err != nil {
		return exitUsage
	}
	world, err := sandbox.Start(options)
	if err != nil {
		fmt.Fprintln(stderr, "sandbox:", err)
		return exitFailed
	}
	err = announce(stdout, world.Info(), exports)
	if err == nil {
		<-ctx.Done()
	}
	if err := errors.Join(err, world.Close()); err != nil {
		fmt.Fprintln(stderr, "sandbox:", err)
		return exitFailed
	}
	return 0
}

func announce(stdout io.Writer, info sandbox.Info, exports bool) error {
	if exports {
		_, err := fmt.Fprintln(stdout, strings.Join(sandbox.Exports(info.Variables()), "\n"))
		return err
	}
	return json.NewEncoder(stdout).Encode(info)
}
