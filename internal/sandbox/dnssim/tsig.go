// SPDX-License-Identifier: MPL-2.0

package dnssim

import (
	"encoding/base64"
	"errors"
	"fmt"
	"io"
	"time"

	"github.com/miekg/dns"
)

// TSIG is a key for signed updates (RFC 8945). Name carries the trailing dot, Algorithm does not ("hmac-sha256"),
// Secret is base64.
type TSIG struct {
	Name      string `json:"name"`
	Algorithm string `json:"algorithm"`
	Secret    string `json:"secret"`
}

const (
	tsigName  = "sandbox-key."
	tsigFudge = 300 // seconds of clock difference, the value RFC 8945 section 10 recommends
)

func newTSIG(algorithm string, random io.Reader) (TSIG, error) {
	secret := make([]byte, 32)
	if _, err := io.ReadFull(random, secret); err != nil {
		return TSIG{}, fmt.Errorf("make TSIG secret: %w", err)
	}
	return TSIG{Name: tsigName, Algorithm: algorithm, Secret: base64.StdEncoding.EncodeToString(secret)}, nil
}

// rejectSignature answers a message whose signature is wrong with NOTAUTH and the TSIG error that says why
// (RFC 8945 section 5.2); nil when it is right or absent. Times are the machine's: the library compares with them.
func (a *authoritative) rejectSignature(req request) *dns.Msg {
	signature := req.msg.IsTsig()
	if signature == nil {
		return nil
	}
	failure := uint16(dns.RcodeBadSig)
	switch {
	case errors.Is(req.tsig, dns.ErrSecret), errors.Is(req.tsig, dns.ErrKeyAlg), !a.knowsAlgorithm(signature):
		failure = dns.RcodeBadKey
	case errors.Is(req.tsig, dns.ErrTime):
		failure = dns.RcodeBadTime
	case req.tsig == nil:
		return nil
	}
	reply := new(dns.Msg).SetRcode(req.msg, dns.RcodeNotAuth)
	reply.SetTsig(signature.Hdr.Name, signature.Algorithm, tsigFudge, int64(signature.TimeSigned))
	rr := reply.IsTsig()
	rr.Error = failure
	if failure == dns.RcodeBadTime {
		rr.OtherLen, rr.OtherData = 6, fmt.Sprintf("%012x", time.Now().Unix()) // RFC 8945 section 5.2.3
	}
	return reply
}

func (a *authoritative) knowsAlgorithm(signature *dns.TSIG) bool {
	return dns.CanonicalName(signature.Algorithm) == dns.CanonicalName(a.key.Algorithm)
}

// sign signs the reply to a signed message; time 0 lets the library fill in the machine's.
func (a *authoritative) sign(req request, reply *dns.Msg) *dns.Msg {
	if signature := req.msg.IsTsig(); signature != nil {
		reply.SetTsig(signature.Hdr.Name, signature.Algorithm, tsigFudge, 0)
	}
	return reply
}
