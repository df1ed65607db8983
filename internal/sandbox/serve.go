// SPDX-License-Identifier: MPL-2.0

package sandbox

import (
	"errors"
	"fmt"
	"net"
	"net/http"
	"strconv"
	"time"

	"github.com/domainverify/terraform-provider-domainverify/internal/sandbox/simhttp"
)

// server waits for its listener to be opened to the world by run.
type server struct {
	*http.Server
	listener net.Listener
}

// listen returns the base URL of a server that run will start. Loopback only: the
// control API has no password.
func (s *Sandbox) listen(what string, port int, handler http.Handler) (string, error) {
	listener, err := net.Listen("tcp", net.JoinHostPort("127.0.0.1", strconv.Itoa(port)))
	if err != nil {
		return "", fmt.Errorf("starting the %s server: %w", what, err)
	}
	return s.serve(listener, handler), nil
}

func (s *Sandbox) serve(listener net.Listener, handler http.Handler) (baseURL string) {
	s.servers = append(s.servers, server{&http.Server{Handler: handler, ReadHeaderTimeout: 10 * time.Second}, listener})
	return "http://" + listener.Addr().String()
}

// listenForService is listen for a host of a simulated service.
func (s *Sandbox) listenForService(host simhttp.Host, handler http.Handler) (string, error) {
	if s.options.Listen != nil {
		return s.serve(s.options.Listen(), handler), nil
	}
	return s.listen(host.Name, s.options.Ports.Hosts[host.Name], handler)
}

// run comes last: with fixed ports, clients may call before the world is complete.
func (s *Sandbox) run() error {
	for _, server := range s.servers {
		// Serve ends with an error when Close shuts it down; there is no other way out.
		go func() { _ = server.Serve(server.listener) }()
	}
	return nil
}

// close also closes a listener that run never reached, which http.Server would not.
func (s server) close() error {
	err := s.Close()
	if listenerErr := s.listener.Close(); !errors.Is(listenerErr, net.ErrClosed) {
		err = errors.Join(err, listenerErr)
	}
	return err
}
