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
	if !reply.Authoritative {
		return nil, &answerError{server: c.server, reason: fmt.Sprintf("is not authoritative for %s", s.owner)}
	}
	var records []dns.RR
	for _, rr := range reply.Answer {
		h := rr.Header()
		// Behind an alias the answer holds records of other names.
		if h.Rrtype == m.Question[0].Qtype && strings.EqualFold(h.Name, dns.Fqdn(s.owner)) {
			records = append(records, rr)
		}
	}
	return records, nil
}
