// SPDX-License-Identifier: MPL-2.0

package dnssim

import (
	"context"
	"fmt"
	"time"

	"github.com/miekg/dns"
)

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
