// SPDX-License-Identifier: MPL-2.0

package dnssim

import (
	"encoding/binary"

	"github.com/miekg/dns"
)

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
