// SPDX-License-Identifier: MPL-2.0

package dnscheck

import (
	"fmt"

	"github.com/miekg/dns"
)

// rcodeError is an answer that says that there is no answer.
type rcodeError struct{ rcode int }

func (e *rcodeError) Error() string { return "answered " + rcodeName(e.rcode) }

// rcodeName prefers the registered mnemonic (IANA "DNS RCODEs").
func rcodeName(rcode int) string {
	if name, ok := dns.RcodeToString[rcode]; ok {
		return name
	}
	return fmt.Sprintf("RCODE%d", rcode)
}

// isAnswer: the two codes that speak about the name; all others speak about the
// server.
func isAnswer(m *dns.Msg) bool {
	return m.Rcode == dns.RcodeSuccess || m.Rcode == dns.RcodeNameError
}
