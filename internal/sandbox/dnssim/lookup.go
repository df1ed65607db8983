// SPDX-License-Identifier: MPL-2.0

package dnssim

import (
	"context"
	"fmt"
	"strings"
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
	answer, err := lookup(ctx, server, name, dns.TypeTXT)
	if err != nil {
		return nil, err
	}
	var values []string
	for _, rr := range answer {
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

// LookupCNAME asks the recursive resolver for the alias at a name, in the way of LookupTXT. The target has no final
// dot; where there is no alias it is empty.
func (w *World) LookupCNAME(ctx context.Context, name string) (string, error) {
	return LookupCNAMEAt(ctx, w.Recursive(), name)
}

// LookupCNAMEAt is LookupCNAME at any resolver, given as host:port.
func LookupCNAMEAt(ctx context.Context, server, name string) (string, error) {
	answer, err := lookup(ctx, server, name, dns.TypeCNAME)
	if err != nil {
		return "", err
	}
	for _, rr := range answer {
		if cname, ok := rr.(*dns.CNAME); ok {
			return strings.TrimSuffix(cname.Target, "."), nil
		}
	}
	return "", nil
}

func lookup(ctx context.Context, server, name string, rrtype uint16) ([]dns.RR, error) {
	question := new(dns.Msg).SetQuestion(dns.Fqdn(name), rrtype)
	question.SetEdns0(ednsSize, false)
	reply, err := exchange(ctx, server, question, lookupTimeout)
	if err != nil {
		return nil, fmt.Errorf("look up %s of %s at %s: %w", dns.TypeToString[rrtype], name, server, err)
	}
	if reply.Rcode != dns.RcodeSuccess && reply.Rcode != dns.RcodeNameError {
		return nil, fmt.Errorf("look up %s of %s at %s: answered %s", dns.TypeToString[rrtype], name, server, dns.RcodeToString[reply.Rcode])
	}
	return reply.Answer, nil
}

// exchange asks over UDP and, when the answer does not fit, over TCP. The timeout is for each of the two.
func exchange(ctx context.Context, server string, question *dns.Msg, timeout time.Duration) (*dns.Msg, error) {
	reply, err := exchangeOver(ctx, "udp", server, question, timeout)
	if err == nil && reply.Truncated {
		reply, err = exchangeOver(ctx, "tcp", server, question, timeout)
	}
	return reply, err
}

func exchangeOver(ctx context.Context, network, server string, question *dns.Msg, timeout time.Duration) (*dns.Msg, error) {
	ctx, cancel := context.WithTimeout(ctx, timeout)
	defer cancel()
	client := &dns.Client{Net: network, Timeout: timeout}
	conn, err := client.DialContext(ctx, server)
	if err != nil {
		return nil, err
	}
	defer conn.Close()
	// The library obeys a deadline but not a cancellation: closing the connection ends its read.
	stop := context.AfterFunc(ctx, func() { _ = conn.Close() })
	defer stop()
	reply, _, err := client.ExchangeWithConnContext(ctx, question, conn)
	switch {
	case err != nil && ctx.Err() != nil:
		return nil, fmt.Errorf("no answer over %s: %w", network, ctx.Err())
	case err != nil:
		return nil, fmt.Errorf("no usable answer over %s: %w", network, err)
	}
	return reply, nil
}
