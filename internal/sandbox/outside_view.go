// SPDX-License-Identifier: MPL-2.0

package sandbox

import (
	"context"
	"net/http"

	"github.com/domainverify/terraform-provider-domainverify/internal/sandbox/dnssim"
	"github.com/domainverify/terraform-provider-domainverify/internal/sandbox/websim"
)

// lookupTXT is how every simulated service sees DNS: from outside, through a cache.
func (s *Sandbox) lookupTXT(ctx context.Context, name string) ([]string, error) {
	if s.options.Resolver != "" {
		return dnssim.LookupTXTAt(ctx, s.options.Resolver, name)
	}
	return s.DNS.LookupTXT(ctx, name)
}

func (s *Sandbox) lookupCNAME(ctx context.Context, name string) (string, error) {
	if s.options.Resolver != "" {
		return dnssim.LookupCNAMEAt(ctx, s.options.Resolver, name)
	}
	return s.DNS.LookupCNAME(ctx, name)
}

// fetch is how services see the domains' sites: every name leads to the web host.
func (s *Sandbox) fetch(ctx context.Context, url string) (*http.Response, error) {
	return websim.Fetch(ctx, s.webAddress(), url)
}
