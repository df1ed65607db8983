// SPDX-License-Identifier: MPL-2.0

package dnssim

import (
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/miekg/dns"
)

// Query is one message that reached a server of the world. Malformed messages are listed too, with Opcode "MALFORMED".
type Query struct {
	Time             time.Time `json:"time"`             // sandbox clock, when the message came in
	Server           string    `json:"server"`           // "authoritative-1", …, "parent", "recursive"
	Network          string    `json:"network"`          // "udp" or "tcp"
	Client           string    `json:"client,omitempty"` // host:port
	Opcode           string    `json:"opcode"`           // "QUERY", "UPDATE", …
	Name             string    `json:"name"`             // lower case, no trailing dot, the root is "."; the zone of an update
	Type             string    `json:"type"`             // "TXT", …; "SOA" for an update
	RecursionDesired bool      `json:"recursion_desired"`
	EDNSSize         int       `json:"edns_size,omitempty"` // octets; 0 = the client sent no EDNS
	Fault            string    `json:"fault,omitempty"`     // the fault in force
	Rcode            string    `json:"rcode"`               // what was answered; empty: nothing (yet)
}

// queryLog keeps messages in the order in which they came in.
type queryLog struct {
	mu      sync.Mutex
	now     func() time.Time
	entries []Query
}

// begin notes a message; its place in the log is what finish takes.
func (l *queryLog) begin(q Query) int {
	l.mu.Lock()
	defer l.mu.Unlock()
	q.Time = l.now()
	l.entries = append(l.entries, q)
	return len(l.entries) - 1
}

func (l *queryLog) finish(entry, rcode int) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.entries[entry].Rcode = dns.RcodeToString[rcode]
}

// Queries lists every message that reached any server, in order of arrival.
func (w *World) Queries() []Query {
	w.log.mu.Lock()
	defer w.log.mu.Unlock()
	return slices.Clone(w.log.entries)
}

func describe(server, network string, fault FaultKind, m *dns.Msg) Query {
	q := Query{
		Server: server, Network: network, Opcode: dns.OpcodeToString[m.Opcode],
		RecursionDesired: m.RecursionDesired, Fault: string(fault),
	}
	if len(m.Question) > 0 {
		q.Name = withoutDot(dns.CanonicalName(m.Question[0].Name))
		q.Type = dns.Type(m.Question[0].Qtype).String()
	}
	if opt := m.IsEdns0(); opt != nil {
		q.EDNSSize = int(opt.UDPSize())
	}
	return q
}

func withoutDot(name string) string {
	if name == "." {
		return name
	}
	return strings.TrimSuffix(name, ".")
}
