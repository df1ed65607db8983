// SPDX-License-Identifier: MPL-2.0

package simhttp

import (
	"context"
	"flag"
	"fmt"
	"math/rand/v2"
	"net/http"
	"slices"
	"time"
)

// Factory is what the sandbox knows of a simulated service before it starts.
type Factory struct {
	Name  string // in the control API, the flags and the request log, such as "webex"
	Title string // for people, such as "Webex"
	Hosts []Host
	// Flags adds the service's own flags of the sandbox command; nil is none.
	Flags func(*flag.FlagSet)
	Start func(World) (Simulator, error)
}

// Starter is the Start of a simulator of type S. What start makes is also put into sim,
// for tests.
func Starter[S interface{ Simulator() Simulator }](sim *S, start func(World) (S, error)) func(World) (Simulator, error) {
	return func(world World) (Simulator, error) {
		started, err := start(world)
		if err != nil {
			return Simulator{}, err
		}
		*sim = started
		simulator := started.Simulator()
		simulator.Own = started
		return simulator, nil
	}
}

// See is for configurations that embed a world: they get this one.
func (w *World) See(world World) { *w = world }

// Preset makes a simulator from a configuration P that embeds a world. It is read when
// the sandbox starts: until then flags may change it.
func Preset[C any, P interface {
	*C
	See(World)
}, S any](preset P, create func(C) (S, error)) func(World) (S, error) {
	return func(world World) (S, error) {
		config := *preset
		P(&config).See(world)
		return create(config)
	}
}

// Host is one HTTP server of a service. Its port has a flag: "zoho accounts" listens on
// the port that -zoho-accounts-port gives.
type Host struct {
	Name     string
	Title    string // behind "the simulated"
	BasePath string // what a client's base URL ends in
}

// World is what the sandbox is to a simulator.
type World struct {
	Zone string // of the sandbox's own DNS, the first one
	Now  func() time.Time
	Rand rand.Source
	// LookupTXT and LookupCNAME ask DNS like the real service would: from outside,
	// through a caching resolver. Each string is one whole record; no record is nil,
	// nil. LookupCNAME returns the target without a final dot, empty if there is none.
	LookupTXT   func(ctx context.Context, name string) ([]string, error)
	LookupCNAME func(ctx context.Context, name string) (string, error)
	// Fetch gets a page of the domain's web host without following redirects.
	Fetch func(ctx context.Context, url string) (*http.Response, error)
}

// Check wants what every simulator needs.
func (w World) Check(service string) error {
	if w.Now == nil || w.Rand == nil || w.LookupTXT == nil {
		return fmt.Errorf("configuring the %s simulator: Now, Rand and LookupTXT are required", service)
	}
	return nil
}

// PublishesTXT reports whether DNS has exactly that record; a lookup that fails is a record not
// seen.
func (w World) PublishesTXT(ctx context.Context, name, text string) bool {
	records, err := w.LookupTXT(ctx, name)
	return err == nil && slices.Contains(records, text)
}

// Simulator is a simulated service that has started.
type Simulator struct {
	// Own is the simulator in its own type, for tests.
	Own      any
	Handlers []http.Handler // one for each host
	// Client is what configures a client, once the base URLs of the hosts are known.
	Client   func(urls []string) Client
	Switches *Switches
	// Drift changes a domain out of band.
	Drift    func(kind, domain string) error
	Snapshot func() any // of the whole state, for JSON
	// Domain is the state of a domain in the service's own word, [Unknown] if it has none.
	Domain     func(name string) string
	Empty      func() bool // no domain is left
	Operations []Operation // of the control API, that only this service has
}

// Client configures a client of a simulated service. It is shown as JSON.
type Client interface {
	// Variables are the environment variables that the provider reads: name, value.
	Variables() [][2]string
}

// Unknown is the state of a domain that a service does not have.
const Unknown = "unknown"
