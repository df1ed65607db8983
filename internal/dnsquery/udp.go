// SPDX-License-Identifier: MPL-2.0

package dnsquery

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/miekg/dns"
)

// overUDP sends the packet, sends it once more when half of the timeout has
// passed, and reads until a valid answer or the timeout. Both sends share one
// connected socket and id: a late answer to the first still counts, and the
// kernel drops what comes from another address. Whatever else arrives is read
// past, so that a forger who is early cannot spoil the real answer.
func (x *Exchanger) overUDP(ctx context.Context, address string, packet []byte, q Query, id uint16) (*dns.Msg, error) {
	limited, cancel := context.WithTimeout(ctx, x.timeout)
	defer cancel()
	conn, err := x.dial(limited, "udp", address)
	if err != nil {
		return nil, x.ended(ctx, limited, err, nil)
	}
	defer conn.Close()
	defer bind(limited, conn)()

	if _, err := conn.Write(packet); err != nil {
		return nil, x.ended(ctx, limited, err, nil)
	}
	// A failed second send shows in the read, or the first one is answered.
	again := time.AfterFunc(x.timeout/2, func() {
		if countPacket(ctx) == nil {
			_, _ = conn.Write(packet)
		}
	})
	defer again.Stop()

	var ignored error
	buffer := make([]byte, maxDatagram)
	for {
		n, err := conn.Read(buffer)
		if err != nil {
			return nil, x.ended(ctx, limited, err, ignored)
		}
		msg, err := q.accept(buffer[:n], id)
		if !errors.Is(err, errNotAnswer) {
			return msg, err
		}
		ignored = err
	}
}

// ended says why an exchange stopped: the caller gave up, time ran out (with
// the last packet that was ignored, if any), or the network refused.
func (x *Exchanger) ended(ctx, limited context.Context, err, ignored error) error {
	switch {
	case ctx.Err() != nil:
		return ctx.Err()
	case limited.Err() != nil && ignored != nil:
		return fmt.Errorf("no valid answer within %s (%w)", x.timeout, ignored)
	case limited.Err() != nil:
		return &TimeoutError{Waited: x.timeout, cause: limited.Err()}
	}
	return err
}
