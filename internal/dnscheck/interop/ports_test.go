// SPDX-License-Identifier: MPL-2.0

//go:build interop && linux

package interop_test

import (
	"math/rand/v2"
	"net"
	"strconv"
	"testing"
)

// Linux gives clients ports from 32768 on (net.ipv4.ip_local_port_range). A server that
// starts a moment after its port was chosen finds one below still free.
const (
	firstServerPort  = 10240
	firstClientPort  = 32768
	serverPortsTried = 1000
)

// freePorts are free for UDP and TCP at the moment of asking. All are held until the last
// is found, so that none is given twice.
func freePorts(t *testing.T, count int) []int {
	t.Helper()
	var ports []int
	for range serverPortsTried {
		if len(ports) == count {
			return ports
		}
		port := firstServerPort + rand.IntN(firstClientPort-firstServerPort)
		address := net.JoinHostPort("127.0.0.1", strconv.Itoa(port))
		listener, err := net.Listen("tcp", address)
		if err != nil {
			continue
		}
		defer func() { _ = listener.Close() }()
		packets, err := net.ListenPacket("udp", address)
		if err != nil {
			continue
		}
		defer func() { _ = packets.Close() }()
		ports = append(ports, port)
	}
	t.Fatalf("only %d of %d ports found in %d attempts", len(ports), count, serverPortsTried)
	return nil
}

func TestNoTwoServersGetOnePort(t *testing.T) {
	t.Parallel()
	given := map[int]bool{}
	for _, port := range freePorts(t, 200) {
		if given[port] || port >= firstClientPort {
			t.Errorf("port %d was given twice, or may be that of a client", port)
		}
		given[port] = true
	}
}
