// SPDX-License-Identifier: MPL-2.0

package dnsquery

import (
	"context"
	"crypto/tls"
	"encoding/binary"
	"fmt"
	"io"
	"net"

	"github.com/miekg/dns"
)

// overTCP fetches an answer that did not fit into a datagram (RFC 7766 §5).
func (x *Exchanger) overTCP(ctx context.Context, address string, packet []byte, q Query, id uint16) (*dns.Msg, error) {
	if err := countPacket(ctx); err != nil {
		return nil, fmt.Errorf("the answer was truncated, and over TCP: %w", err)
	}
	limited, cancel := context.WithTimeout(ctx, x.timeout)
	defer cancel()
	msg, err := x.stream(limited, address, packet, q, id)
	if err != nil {
		return nil, fmt.Errorf("the answer was truncated, and over TCP: %w", x.ended(ctx, limited, err, nil))
	}
	return msg, nil
}

func (x *Exchanger) stream(ctx context.Context, address string, packet []byte, q Query, id uint16) (*dns.Msg, error) {
	return x.streamWith(ctx, packet, q, id, func() (net.Conn, error) { return x.dial(ctx, "tcp", address) })
}

func (x *Exchanger) streamWith(ctx context.Context, packet []byte, q Query, id uint16, open func() (net.Conn, error)) (*dns.Msg, error) {
	conn, err := open()
	if err != nil {
		return nil, err
	}
	defer conn.Close()
	defer bind(ctx, conn)()

	// One write for length and message (RFC 7766 §8).
	framed := append(binary.BigEndian.AppendUint16(nil, uint16(len(packet))), packet...)
	if _, err := conn.Write(framed); err != nil {
		return nil, err
	}
	answer, err := readFramed(conn)
	if err != nil {
		return nil, err
	}
	return q.accept(answer, id)
}

func readFramed(conn net.Conn) ([]byte, error) {
	var length [2]byte
	if _, err := io.ReadFull(conn, length[:]); err != nil {
		return nil, err
	}
	answer := make([]byte, binary.BigEndian.Uint16(length[:]))
	_, err := io.ReadFull(conn, answer)
	return answer, err
}

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
