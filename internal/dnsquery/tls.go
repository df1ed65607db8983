// SPDX-License-Identifier: MPL-2.0

package dnsquery

import (
	"context"
	"crypto/tls"
	"fmt"
	"net"

	"github.com/miekg/dns"
)

// overTLS asks a resolver by RFC 7858: the framing of TCP within TLS, the
// certificate checked against the configured host. Each question has its own
// connection, since a check asks a resolver only a few.
func (x *Exchanger) overTLS(ctx context.Context, u upstream, packet []byte, q Query, id uint16) (*dns.Msg, error) {
	limited, cancel := context.WithTimeout(ctx, x.timeout)
	defer cancel()
	msg, err := x.streamWith(limited, packet, q, id, func() (net.Conn, error) {
		conn, err := x.dial(limited, "tcp", u.address)
		if err != nil {
			return nil, err
		}
		secure := tls.Client(conn, x.tlsFor(u.host))
		if err := secure.HandshakeContext(limited); err != nil {
			_ = conn.Close()
			return nil, fmt.Errorf("TLS handshake: %w", err)
		}
		return secure, nil
	})
	if err != nil {
		return nil, x.ended(ctx, limited, err, nil)
	}
	return msg, nil
}

func (x *Exchanger) tlsFor(host string) *tls.Config {
	config := &tls.Config{MinVersion: tls.VersionTLS12}
	if x.tls != nil {
		config = x.tls.Clone()
	}
	if config.ServerName == "" {
		config.ServerName = host
	}
	return config
}
