// SPDX-License-Identifier: MPL-2.0

package dnssim

import (
	"errors"
	"fmt"
	"net"
	"strconv"
)

// portAttempts bounds the search for a port that is free for UDP and TCP at the same time.
const portAttempts = 50

// listen opens UDP and TCP on one port, a random one for port 0: clients fall back from UDP to TCP at the same port.
func listen(host string, port int) (net.PacketConn, net.Listener, error) {
	attempts := portAttempts
	if port != 0 {
		attempts = 1
	}
	var errs []error
	for range attempts {
		udp, tcp, err := listenOnce(host, port)
		if err == nil {
			return udp, tcp, nil
		}
		errs = append(errs, err)
	}
	return nil, nil, fmt.Errorf("listen on %s: %w", net.JoinHostPort(host, strconv.Itoa(port)), errors.Join(errs...))
}

func listenOnce(host string, port int) (net.PacketConn, net.Listener, error) {
	udp, err := net.ListenPacket("udp", net.JoinHostPort(host, strconv.Itoa(port)))
	if err != nil {
		return nil, nil, err
	}
	tcp, err := net.Listen("tcp", udp.LocalAddr().String())
	if err != nil {
		return nil, nil, errors.Join(err, udp.Close())
	}
	return udp, tcp, nil
}
