// SPDX-License-Identifier: MPL-2.0

package dnssim

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"time"

	"github.com/miekg/dns"
)

// node is one name server: the same answers on UDP and TCP at one port.
type node struct {
	name    string
	addr    string
	log     *queryLog
	healthy answerFunc
	ctx     context.Context // ends with the world: a handler has no caller to get one from
	servers []*dns.Server

	mu    sync.Mutex
	fault Fault
	asked map[dns.Question]int // since the fault was set
}

// request is a message together with what the signature check said of it (nil when it was unsigned or right).
type request struct {
	msg  *dns.Msg
	tsig error
}

type answerFunc func(context.Context, request) *dns.Msg

func startNode(ctx context.Context, w *World, name string, port int, healthy answerFunc) (*node, error) {
	udp, tcp, err := listen(w.config.Listen, port)
	if err != nil {
		return nil, fmt.Errorf("start DNS server %s: %w", name, err)
	}
	n := &node{name: name, addr: udp.LocalAddr().String(), log: w.log, healthy: healthy, ctx: ctx}
	secrets := map[string]string{w.tsig.Name: w.tsig.Secret}
	n.servers = []*dns.Server{
		{PacketConn: udp, Handler: n.handler("udp"), UDPSize: dns.DefaultMsgSize},
		{Listener: tcp, Handler: n.handler("tcp")},
	}
	for i, server := range n.servers {
		server.TsigSecret = secrets
		server.MsgAcceptFunc = acceptRequests
		server.MsgInvalidFunc = n.malformed([]string{"udp", "tcp"}[i])
		serve(server)
	}
	return n, nil
}

// serve returns when the server can be shut down, which it cannot before it has started.
func serve(server *dns.Server) {
	started := make(chan struct{})
	server.NotifyStartedFunc = func() { close(started) }
	go func() { _ = server.ActivateAndServe() }() // ends with the error that Shutdown causes
	<-started
}

// acceptRequests lets updates in, which the library by default does not; the handlers check the rest.
func acceptRequests(h dns.Header) dns.MsgAcceptAction {
	const response = 1 << 15
	if h.Bits&response != 0 {
		return dns.MsgIgnore
	}
	return dns.MsgAccept
}

func (n *node) malformed(network string) dns.MsgInvalidFunc {
	const headerSize = 12 // octets (RFC 1035 section 4.1.1)
	return func(message []byte, _ error) {
		entry := n.log.begin(Query{Server: n.name, Network: network, Opcode: "MALFORMED"})
		if len(message) >= headerSize { // the library answers it; there is no id to answer to in less
			n.log.finish(entry, dns.RcodeFormatError)
		}
	}
}

func (n *node) handler(network string) dns.HandlerFunc {
	return func(w dns.ResponseWriter, m *dns.Msg) {
		fault := n.currentFault()
		query := describe(n.name, network, fault.Kind, m)
		query.Client = w.RemoteAddr().String()
		entry := n.log.begin(query)
		healthy := n.healthy
		if fault.Kind == Alternating && n.secondTime(m) {
			healthy = lacking(healthy)
		}
		reply := fault.reply(n.ctx, network, request{msg: m, tsig: w.TsigStatus()}, healthy)
		if reply == nil {
			return
		}
		n.log.finish(entry, reply.Rcode)
		send(w, network, fault.Kind, m, reply)
	}
}

func (n *node) currentFault() Fault {
	n.mu.Lock()
	defer n.mu.Unlock()
	return n.fault
}

func (n *node) setFault(f Fault) {
	n.mu.Lock()
	defer n.mu.Unlock()
	n.fault, n.asked = f, map[dns.Question]int{}
}

// secondTime counts how often a question was asked.
func (n *node) secondTime(m *dns.Msg) bool {
	if m.Opcode != dns.OpcodeQuery || len(m.Question) != 1 {
		return false
	}
	n.mu.Lock()
	defer n.mu.Unlock()
	question := m.Question[0]
	question.Name = dns.CanonicalName(question.Name)
	n.asked[question]++
	return n.asked[question]%2 == 0
}

// shutdownPatience is for handlers that are just writing; waits inside them have been cancelled before.
const shutdownPatience = 5 * time.Second

func (n *node) close() error {
	ctx, cancel := context.WithTimeout(context.Background(), shutdownPatience)
	defer cancel()
	var errs []error
	for _, server := range n.servers {
		if err := server.ShutdownContext(ctx); err != nil {
			errs = append(errs, fmt.Errorf("stop DNS server %s: %w", n.name, err))
		}
	}
	return errors.Join(errs...)
}
