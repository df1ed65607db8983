// SPDX-License-Identifier: MPL-2.0

package sandbox

import (
	"github.com/domainverify/terraform-provider-domainverify/internal/sandbox/simhttp"
	"github.com/domainverify/terraform-provider-domainverify/internal/sandbox/webexsim"
	"github.com/domainverify/terraform-provider-domainverify/internal/sandbox/workossim"
	"github.com/domainverify/terraform-provider-domainverify/internal/sandbox/zohosim"
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

// startZoho has two hosts and one log.
func (s *Sandbox) startZoho() error {
	random, err := s.options.random("zoho")
	if err != nil {
		return err
	}
	config := s.options.Zoho
	config.Now, config.Rand = s.Clock.Now, random
	config.LookupTXT, config.LookupCNAME, config.Fetch = s.lookupTXT, s.lookupCNAME, s.fetch
	if s.Zoho, err = zohosim.New(config); err != nil {
		return err
	}
	s.services["zoho"] = service{
		switches: s.Zoho.Switches(),
		drift:    s.Zoho.Drift,
		snapshot: func() any { return s.Zoho.Snapshot() },
	}
	if s.zohoURL, err = s.listen("zoho", s.options.Ports.Zoho, s.Recorder.Wrap("zoho", s.Zoho.Mail())); err != nil {
		return err
	}
	s.zohoAccountsURL, err = s.listen("zoho accounts", s.options.Ports.ZohoAccounts, s.Recorder.Wrap("zoho", s.Zoho.Accounts()))
	return err
}
