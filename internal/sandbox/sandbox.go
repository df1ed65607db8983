// SPDX-License-Identifier: MPL-2.0

package sandbox

import (
	"errors"
	"fmt"
	"sync"
	"time"

	"github.com/domainverify/terraform-provider-domainverify/internal/sandbox/clock"
	"github.com/domainverify/terraform-provider-domainverify/internal/sandbox/dnssim"
	"github.com/domainverify/terraform-provider-domainverify/internal/sandbox/simhttp"
	"github.com/domainverify/terraform-provider-domainverify/internal/sandbox/websim"
)

// Sandbox is one running world. Any number of them can run in one process.
type Sandbox struct {
	Simulators
	Web      *websim.Host // of every domain, whatever its address records say
	DNS      *dnssim.World
	Recorder *simhttp.Recorder // faults, latency and log of the simulated services
	Clock    *clock.Clock

	options  Options
	services []service
	webURL   string
	control  string
	servers  []server
	close    func() error
}

// Start serves on loopback until Close.
func Start(options Options) (*Sandbox, error) {
	options = options.complete()
	s := &Sandbox{options: options, Clock: options.Clock, Recorder: simhttp.NewRecorder(options.Clock.Now)}
	s.close = sync.OnceValue(s.shutDown)
	for _, start := range []func() error{s.startDNS, s.startWeb, s.startSimulators, s.startControl, s.run} {
		if err := start(); err != nil {
			return nil, errors.Join(err, s.Close())
		}
	}
	return s, nil
}

func (s *Sandbox) startDNS() error {
	random, err := s.options.random("dns")
	if err != nil {
		return err
	}
	s.DNS, err = dnssim.Start(dnssim.Config{
		Zones: s.options.Zones, Now: s.Clock.Now, Ports: s.options.Ports.DNS, Random: random,
		// A server on a busy machine is not a dead one.
		UpstreamTimeout: 5 * time.Second,
	})
	if err != nil {
		return fmt.Errorf("starting the DNS world: %w", err)
	}
	return nil
}

func (s *Sandbox) startControl() (err error) {
	s.control, err = s.listen("control", s.options.Ports.Control, s.newControl())
	return err
}

// Requests is the log of all calls of the simulated services, oldest first.
func (s *Sandbox) Requests() []simhttp.Request { return s.Recorder.Requests() }

// Close ends everything at once, requests that hang included. It may be called more
// than once.
func (s *Sandbox) Close() error { return s.close() }

func (s *Sandbox) shutDown() error {
	s.Recorder.Close()
	var failures []error
	for _, server := range s.servers {
		failures = append(failures, server.close())
	}
	if s.DNS != nil {
		failures = append(failures, s.DNS.Close())
	}
	return errors.Join(failures...)
}
