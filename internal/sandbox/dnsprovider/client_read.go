// SPDX-License-Identifier: MPL-2.0

package dnsprovider

import (
	"context"
	"fmt"
	"strings"

	"github.com/miekg/dns"
)

// read asks the primary for an RRset. No records and no error mean that it is gone, and only an authoritative answer
// may say so: REFUSED, SERVFAIL or a referral say nothing about the record.
func (c *client) read(ctx context.Context, s recordSet) ([]dns.RR, error) {
	m := new(dns.Msg).SetQuestion(dns.Fqdn(s.owner), dns.StringToType[s.rrtype])
	m.RecursionDesired = false
	reply, err := c.exchange(ctx, m)
	if err != nil {
		return nil, err
	}
	if reply.Rcode != dns.RcodeSuccess && reply.Rcode != dns.RcodeNameError {
		return nil, &answerError{server: c.server, rcode: reply.Rcode}
	}
	answer := reply.Answer
	switch delegation := ofName(reply.Ns, s); {
	case reply.Authoritative:
	case s.rrtype == "NS" && len(delegation) > 0:
		answer = delegation // what delegates a name is told in a referral (RFC 1034 section 4.3.2 step 3b)
	default:
		return nil, &answerError{server: c.server, reason: fmt.Sprintf("is not authoritative for %s", s.owner)}
	}
	return ofName(answer, s), nil
}

// ofName leaves out the records of other names, which stand in an answer behind an alias.
func ofName(rrs []dns.RR, s recordSet) []dns.RR {
	var records []dns.RR
	for _, rr := range rrs {
		h := rr.Header()
		if h.Rrtype == dns.StringToType[s.rrtype] && strings.EqualFold(h.Name, dns.Fqdn(s.owner)) {
			records = append(records, rr)
		}
	}
	return records
}
