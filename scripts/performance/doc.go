// SPDX-License-Identifier: MPL-2.0

// Command performance writes docs/performance.md and its plots from the lines of JSON that
// `make bench` prints:
//
//	make bench | tee figures.jsonl
//	go run ./scripts/performance figures.jsonl
//
// Lines that are no figures are left out. Look here to change the page or a plot; a new figure
// with a goal is in its table without a change.
package main
