// SPDX-License-Identifier: MPL-2.0

package dnscheck

import (
	"encoding/binary"
	"errors"
	"fmt"

	"github.com/miekg/dns"
)

// ednsSize avoids fragments on every path (DNS flag day 2020; RFC 9715 §3).
const ednsSize = 1232

const headerSize = 12

type query struct {
	name      string
	qtype     uint16
	recursion bool
	// authenticated wants to know whether the resolver validated the answer (AD,
	// RFC 6840 §5.7); unchecked wants the answer even if validation fails (CD).
	authenticated bool
	unchecked     bool
}

func (q query) String() string { return dns.TypeToString[q.qtype] + " " + shown(q.name) }

func (q query) message(id uint16, edns bool) *dns.Msg {
	m := new(dns.Msg)
	m.Id = id
	m.RecursionDesired = q.recursion
	m.AuthenticatedData = q.authenticated
	m.CheckingDisabled = q.unchecked
	m.Question = []dns.Question{{Name: q.name, Qtype: q.qtype, Qclass: dns.ClassINET}}
	if edns {
		m.SetEdns0(ednsSize, false)
	}
	return m
}

var (
	errNotAnswer = errors.New("packet is not an answer to this query")
	errTruncated = errors.New("answer is truncated")
)

// accept turns a packet into the answer to q with this id, or says why it is not
// one. errTruncated comes before the body is parsed, since a truncated body may
// end anywhere.
func (q query) accept(packet []byte, id uint16) (*dns.Msg, error) {
	if len(packet) < headerSize {
		return nil, fmt.Errorf("%w: %d octets are less than a header", errNotAnswer, len(packet))
	}
	flags := binary.BigEndian.Uint16(packet[2:])
	const response, opcode, truncated = 1 << 15, 0xf << 11, 1 << 9
	switch {
	case binary.BigEndian.Uint16(packet) != id:
		return nil, fmt.Errorf("%w: wrong id", errNotAnswer)
	case flags&response == 0:
		return nil, fmt.Errorf("%w: it is a query", errNotAnswer)
	case flags&opcode != 0:
		return nil, fmt.Errorf("%w: wrong opcode", errNotAnswer)
	case flags&truncated != 0:
		return nil, errTruncated
	}
	m := new(dns.Msg)
	if err := m.Unpack(packet); err != nil {
		return nil, fmt.Errorf("%w: malformed: %w", errNotAnswer, err)
	}
	if !q.echoedBy(m) {
		return nil, fmt.Errorf("%w: it answers another question", errNotAnswer)
	}
	return m, nil
}

// echoedBy allows an empty question section in error answers only: some servers
// send a bare header with REFUSED or FORMERR.
func (q query) echoedBy(m *dns.Msg) bool {
	if len(m.Question) == 0 {
		return m.Rcode != dns.RcodeSuccess && m.Rcode != dns.RcodeNameError
	}
	asked := m.Question[0]
	return len(m.Question) == 1 && asked.Qtype == q.qtype && asked.Qclass == dns.ClassINET &&
		dns.CanonicalName(asked.Name) == q.name
}

// ednsRefused recognizes servers from before EDNS, which answer the OPT record
// with an error and without one of their own (RFC 6891 §7); some send the query
// back as it came, with FORMERR in its header.
func ednsRefused(m *dns.Msg) bool {
	return m.Rcode == dns.RcodeFormatError || (m.Rcode == dns.RcodeNotImplemented && m.IsEdns0() == nil)
}
