// SPDX-License-Identifier: MPL-2.0

package filecheck_test

import (
	"context"
	"encoding/binary"
	"io"
	"net"
	"net/netip"
	"testing"

	"golang.org/x/net/dns/dnsmessage"
)

// resolver answers A queries from the table, over connections in memory. A host with the
// name of another is a CNAME.
func resolver(t *testing.T, hosts map[string][]string) *net.Resolver {
	t.Helper()
	return &net.Resolver{PreferGo: true, Dial: func(context.Context, string, string) (net.Conn, error) {
		near, far := net.Pipe()
		go func() {
			defer far.Close()
			var length [2]byte
			if _, err := io.ReadFull(far, length[:]); err != nil {
				return
			}
			request := make([]byte, binary.BigEndian.Uint16(length[:]))
			if _, err := io.ReadFull(far, request); err != nil {
				return
			}
			answer := resolved(request, hosts)
			_, _ = far.Write(append(binary.BigEndian.AppendUint16(nil, uint16(len(answer))), answer...))
		}()
		return near, nil
	}}
}

func resolved(request []byte, hosts map[string][]string) []byte {
	var m dnsmessage.Message
	if err := m.Unpack(request); err != nil {
		panic(err)
	}
	m.Response, m.RecursionAvailable, m.Additionals = true, true, nil
	question := m.Questions[0]
	name := question.Name
	if values := hosts[name.String()]; len(values) == 1 && hosts[values[0]] != nil {
		target := dnsmessage.MustNewName(values[0])
		m.Answers = append(m.Answers, answerAt(name, &dnsmessage.CNAMEResource{CNAME: target}))
		name = target
	}
	for _, address := range hosts[name.String()] {
		if question.Type == dnsmessage.TypeA {
			m.Answers = append(m.Answers, answerAt(name, &dnsmessage.AResource{A: netip.MustParseAddr(address).As4()}))
		}
	}
	packed, err := m.Pack()
	if err != nil {
		panic(err)
	}
	return packed
}

func answerAt(name dnsmessage.Name, body dnsmessage.ResourceBody) dnsmessage.Resource {
	return dnsmessage.Resource{Header: dnsmessage.ResourceHeader{Name: name, Class: dnsmessage.ClassINET, TTL: 60}, Body: body}
}
