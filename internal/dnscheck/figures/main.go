// SPDX-License-Identifier: MPL-2.0

package main

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"os/signal"
)

// figure is one line of the output.
type figure struct {
	Name  string  `json:"name"`
	Value float64 `json:"value"`
	Unit  string  `json:"unit"`
	Goal  string  `json:"goal"`
	OK    bool    `json:"ok"`
}

// measurement takes figures that belong together.
type measurement func(ctx context.Context) ([]figure, error)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	all := []measurement{recursiveQueries, packets, deadServer, lag, nearMisses, thousandDomains}
	if err := report(ctx, os.Stdout, all); err != nil {
		fmt.Fprintln(os.Stderr, "figures:", err)
		os.Exit(1)
	}
}

func report(ctx context.Context, to io.Writer, all []measurement) error {
	lines := json.NewEncoder(to)
	lines.SetEscapeHTML(false)
	for _, take := range all {
		figures, err := take(ctx)
		if err != nil {
			return err
		}
		for _, f := range figures {
			if err := lines.Encode(f); err != nil {
				return fmt.Errorf("writing figure %s: %w", f.Name, err)
			}
		}
	}
	return nil
}
