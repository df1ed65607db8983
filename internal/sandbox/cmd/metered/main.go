// SPDX-License-Identifier: MPL-2.0

package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
)

func main() {
	if err := run(os.Getenv("METERED_PROVIDERS"), os.Getenv("METERED_TO")); err != nil {
		fmt.Fprintln(os.Stderr, "metered:", err)
		os.Exit(1)
	}
}

func run(providers, to string) error {
	// An interrupt reaches the provider as well, which is to end first.
	signal.Notify(make(chan os.Signal, 1), os.Interrupt)
	cmd := exec.Command(filepath.Join(providers, filepath.Base(os.Args[0])), os.Args[1:]...) //nolint:noctx // Terraform ends it
	cmd.Stdin, cmd.Stdout, cmd.Stderr = os.Stdin, os.Stdout, os.Stderr
	err := cmd.Run()
	var exit *exec.ExitError
	if err != nil && !errors.As(err, &exit) {
		return err
	}
	line, err := json.Marshal(map[string]float64{
		"cpu_seconds": (cmd.ProcessState.UserTime() + cmd.ProcessState.SystemTime()).Seconds(),
		"peak_mib":    peak(cmd.ProcessState),
	})
	if err != nil {
		return err
	}
	file, err := os.OpenFile(to, os.O_APPEND|os.O_CREATE|os.O_WRONLY, 0o600)
	if err != nil {
		return err
	}
	_, err = file.Write(append(line, '\n'))
	return errors.Join(err, file.Close())
}
