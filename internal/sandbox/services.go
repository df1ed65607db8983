// SPDX-License-Identifier: MPL-2.0

package sandbox

import (
	"context"

	"github.com/domainverify/terraform-provider-domainverify/internal/sandbox/dnssim"
	"github.com/domainverify/terraform-provider-domainverify/internal/sandbox/simhttp"
	"github.com/domainverify/terraform-provider-domainverify/internal/sandbox/webexsim"
	"github.com/domainverify/terraform-provider-domainverify/internal/sandbox/workossim"
)

// service is what the control API does with every simulated service alike.
type service struct {
	switches *simhttp.Switches
	drift    func(kind, domain string) error
	snapshot func() any
}

func (s *Sandbox) startWebex() error {
	random, err := s.options.random("webex")
	if err != nil {
		return err
	}
	config := s.options.Webex
	config.Now, config.Rand, config.LookupTXT = s.Clock.Now, random, s.lookupTXT
	if s.Webex, err = webexsim.New(config); err != nil {
		return err
	}
	s.services["webex"] = service{
		switches: s.Webex.Switches(),
		drift:    s.Webex.Drift,
		snapshot: func() any { return s.Webex.Snapshot() },
	}
	url, err := s.listen("webex", s.options.Ports.Webex, s.Recorder.Wrap("webex", s.Webex))
	s.webexURL = url + webexsim.BasePath
	return err
}

func (s *Sandbox) startWorkOS() error {
	random, err := s.options.random("workos")
	if err != nil {
		return err
	}
	config := s.options.WorkOS
	config.Now, config.Rand, config.LookupTXT = s.Clock.Now, random, s.lookupTXT
	if s.WorkOS, err = workossim.New(config); err != nil {
		return err
	}
	s.services["workos"] = service{
		switches: s.WorkOS.Switches(),
		drift:    s.WorkOS.Drift,
		snapshot: func() any { return s.WorkOS.Snapshot() },
	}
	s.workosURL, err = s.listen("workos", s.options.Ports.WorkOS, s.Recorder.Wrap("workos", s.WorkOS))
	return err
}

// lookupTXT is how every simulated service sees DNS: from outside, through a cache.
func (s *Sandbox) lookupTXT(ctx context.Context, name string) ([]string, error) {
	if s.options.Resolver != "" {
		return dnssim.LookupTXTAt(ctx, s.options.Resolver, name)
	}
	return s.DNS.LookupTXT(ctx, name)
}
