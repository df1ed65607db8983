// SPDX-License-Identifier: MPL-2.0

package dnssim

import (
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"net"
	"strconv"
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

// ednsSize is what the world offers and asks with: the size that passes everywhere without fragments
// (DNS flag day 2020).
const ednsSize = 1232

// malformedShape answers what no server can work with; nil means that the message is a proper question.
func malformedShape(m *dns.Msg) *dns.Msg {
	opt := m.IsEdns0()
	switch {
	case m.Opcode != dns.OpcodeQuery && m.Opcode != dns.OpcodeUpdate:
		return new(dns.Msg).SetRcode(m, dns.RcodeNotImplemented)
	case len(m.Question) != 1:
		return new(dns.Msg).SetRcode(m, dns.RcodeFormatError)
	case opt != nil && opt.Version() != 0:
		return new(dns.Msg).SetRcode(m, dns.RcodeBadVers)
	}
	return nil
}

// send puts a reply on the wire: EDNS for a client that sent it (RFC 6891 section 7), cut to the client's size with
// TC set over UDP, then the faults that work on the finished message.
func send(w dns.ResponseWriter, network string, fault FaultKind, req, reply *dns.Msg) {
	signature := reply.IsTsig()
	if signature != nil {
		reply.Extra = reply.Extra[:len(reply.Extra)-1] // TSIG has to be the very last record (RFC 8945 section 5.1)
	}
	size := dns.MaxMsgSize
	if network == "udp" {
		size = dns.MinMsgSize
	}
	if opt := req.IsEdns0(); opt != nil {
		reply.SetEdns0(ednsSize, opt.Do())
		if network == "udp" {
			size = int(opt.UDPSize())
		}
	}
	reply.Truncate(size)
	if signature != nil {
		reply.Extra = append(reply.Extra, signature)
	}
	switch fault {
	case WrongID:
		reply.Id++
		_ = w.WriteMsg(reply)
	case Garbage:
		_, _ = w.Write(garbage(req.Id))
	default:
		_ = w.WriteMsg(reply) // a client that went away is no concern of a server
	}
}

// garbage has the right id and claims 65535 questions that are not there: it fails in the parser, not in a filter.
func garbage(id uint16) []byte {
	octets := []byte{0, 0, 0x84, 0, 0xff, 0xff, 0xff, 0xff, 0, 0, 0, 0, 0xc0}
	binary.BigEndian.PutUint16(octets, id)
	return octets
}
