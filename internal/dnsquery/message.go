// SPDX-License-Identifier: MPL-2.0

package dnsquery

import (
	"encoding/binary"
	"errors"
	"fmt"
	"slices"

	"github.com/miekg/dns"
)

// ednsSize avoids fragments on every path (DNS flag day 2020; RFC 9715 §3).
const ednsSize = 1232

const headerSize = 12

// Query is one question of class IN.
type Query struct {
	Name FQDN
	// Type is the number of a record type, such as dns.TypeTXT.
	Type uint16
	// RecursionDesired asks for recursion (RD). Resolvers sets it.
	RecursionDesired bool
	// AuthenticatedData asks whether the resolver validated the answer (AD, RFC
	// 6840 section 5.7).
	AuthenticatedData bool
	// CheckingDisabled asks for the answer even if validation fails (CD, RFC 4035
	// section 3.2.2).
	CheckingDisabled bool
}

// String is the type and the name: "TXT acme.test".
func (q Query) String() string { return dns.TypeToString[q.Type] + " " + q.Name.String() }

func (q Query) message(id uint16, edns bool) *dns.Msg {
	m := new(dns.Msg)
	m.Id = id
	m.RecursionDesired = q.RecursionDesired
	m.AuthenticatedData = q.AuthenticatedData
	m.CheckingDisabled = q.CheckingDisabled
	m.Question = []dns.Question{{Name: string(q.Name), Qtype: q.Type, Qclass: dns.ClassINET}}
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
func (q Query) accept(packet []byte, id uint16) (*dns.Msg, error) {
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
func (q Query) echoedBy(m *dns.Msg) bool {
	if len(m.Question) == 0 {
		return m.Rcode != dns.RcodeSuccess && m.Rcode != dns.RcodeNameError
	}
	asked := m.Question[0]
	return len(m.Question) == 1 && asked.Qtype == q.Type && asked.Qclass == dns.ClassINET &&
		Canonical(asked.Name) == q.Name
}

// ednsRefused recognizes servers from before EDNS, which answer the OPT record
// with an error and without one of their own (RFC 6891 §7); some send the query
// back as it came, with FORMERR in its header.
func ednsRefused(m *dns.Msg) bool {
	return m.Rcode == dns.RcodeFormatError || (m.Rcode == dns.RcodeNotImplemented && m.IsEdns0() == nil)
}

// RcodeName is the registered mnemonic of a response code (IANA "DNS RCODEs"), or
// "RCODE" and its number.
func RcodeName(rcode int) string {
	if name, ok := dns.RcodeToString[rcode]; ok {
		return name
	}
	return fmt.Sprintf("RCODE%d", rcode)
}

// IsAnswer reports whether the response is about the name: NOERROR or NXDOMAIN.
// All other codes are about the server.
func IsAnswer(m *dns.Msg) bool {
	return m.Rcode == dns.RcodeSuccess || m.Rcode == dns.RcodeNameError
}

// IsReferral reports whether the response is one of an authoritative server that
// names other servers to ask (RFC 8499 section 4, "Referrals").
func IsReferral(m *dns.Msg) bool {
	return m.Rcode == dns.RcodeSuccess && !m.Authoritative && !m.RecursionAvailable && len(m.Answer) == 0 &&
		slices.ContainsFunc(m.Ns, func(rr dns.RR) bool { return rr.Header().Rrtype == dns.TypeNS })
}
