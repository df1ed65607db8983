// SPDX-License-Identifier: MPL-2.0

package dnsprovider

import (
	"context"
	"fmt"
	"strings"
	"time"

	"github.com/miekg/dns"
)

// client talks to one primary server. It uses TCP throughout: a value is never cut off, and an update that got no
// answer has not been sent twice.
type client struct {
	server    string // host:port
	keyName   string // empty: updates go unsigned
	algorithm string
	secret    string
}

// exchangeTimeout is for one message and its answer; a primary that takes longer is as good as dead.
const exchangeTimeout = 15 * time.Second

const tsigFudge = 300 // seconds (RFC 8945 section 10)

func (c *client) exchange(ctx context.Context, m *dns.Msg) (*dns.Msg, error) {
	ctx, cancel := context.WithTimeout(ctx, exchangeTimeout)
	defer cancel()
	exchanger := &dns.Client{Net: "tcp", Timeout: exchangeTimeout}
	if m.IsTsig() != nil {
		exchanger.TsigSecret = map[string]string{dns.CanonicalName(c.keyName): c.secret}
	}
	conn, err := exchanger.DialContext(ctx, c.server)
	if err != nil {
		return nil, fmt.Errorf("connect to DNS server %s: %w", c.server, err)
	}
	defer conn.Close()
	// The library obeys a deadline but not a cancellation: closing the connection ends its read.
	stop := context.AfterFunc(ctx, func() { _ = conn.Close() })
	defer stop()
	reply, _, err := exchanger.ExchangeWithConnContext(ctx, m, conn)
	if reply != nil && reply.Rcode == dns.RcodeNotAuth {
		return reply, nil // its signature cannot be verified when the key is what it complains about
	}
	if err != nil {
		return nil, fmt.Errorf("ask DNS server %s: %w", c.server, err)
	}
	return reply, nil
}

func (c *client) sign(m *dns.Msg) {
	if c.keyName != "" {
		m.SetTsig(dns.CanonicalName(c.keyName), dns.CanonicalName(c.algorithm), tsigFudge, 0) // 0: the time of sending
	}
}

func supportedAlgorithm(name string) bool {
	switch dns.CanonicalName(name) {
	case dns.HmacSHA1, dns.HmacSHA224, dns.HmacSHA256, dns.HmacSHA384, dns.HmacSHA512:
		return true
	}
	return false
}

// answerError is an answer that is neither the data nor its absence.
type answerError struct {
	server string
	rcode  int
	tsig   uint16 // the error field of the reply's TSIG; 0: none
	reason string // instead of an rcode: what is wrong with the reply
}

func (e *answerError) Error() string {
	switch {
	case e.reason != "":
		return fmt.Sprintf("DNS server %s answered, but %s", e.server, e.reason)
	case e.tsig != 0:
		return fmt.Sprintf("DNS server %s answered %s (%s)", e.server, dns.RcodeToString[e.rcode], tsigErrors(e.tsig))
	}
	return fmt.Sprintf("DNS server %s answered %s", e.server, dns.RcodeToString[e.rcode])
}

// tsigErrors names TSIG errors (RFC 8945 section 3), which share a number space with rcodes but not their names.
func tsigErrors(code uint16) string {
	switch code {
	case dns.RcodeBadSig:
		return "BADSIG"
	case dns.RcodeBadKey:
		return "BADKEY"
	case dns.RcodeBadTime:
		return "BADTIME"
	}
	return fmt.Sprintf("TSIG error %d", code)
}

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
