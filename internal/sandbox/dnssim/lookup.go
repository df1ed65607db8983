// SPDX-License-Identifier: MPL-2.0

package dnssim

import (
	"context"
	"fmt"
	"time"

	"github.com/miekg/dns"
)

// lookupTimeout is for callers whose context has no deadline; it outlasts a resolver that tries several dead servers.
const lookupTimeout = 20 * time.Second

// LookupTXT asks the recursive resolver for the TXT records of a name, over the wire, as a service does. The strings
// of a record are joined. A name or type that does not exist is nil without an error; SERVFAIL and silence are errors.
func (w *World) LookupTXT(ctx context.Context, name string) ([]string, error) {
	return LookupTXTAt(ctx, w.Recursive(), name)
}

// LookupTXTAt is LookupTXT at any resolver, given as host:port.
func LookupTXTAt(ctx context.Context, server, name string) ([]string, error) {
	question := new(dns.Msg).SetQuestion(dns.Fqdn(name), dns.TypeTXT)
	question.SetEdns0(ednsSize, false)
	reply, err := exchange(ctx, server, question, lookupTimeout)
	if err != nil {
		return nil, fmt.Errorf("look up TXT of %s at %s: %w", name, server, err)
	}
	if reply.Rcode != dns.RcodeSuccess && reply.Rcode != dns.RcodeNameError {
		return nil, fmt.Errorf("look up TXT of %s at %s: answered %s", name, server, dns.RcodeToString[reply.Rcode])
	}
	var values []string
	for _, rr := range reply.Answer {
		txt, ok := rr.(*dns.TXT) // the owner differs behind an alias
		if !ok {
			continue
		}
		value, err := joined(txt)
		if err != nil {
			return nil, err
		}
		values = append(values, value)
	}
	return values, nil
}
