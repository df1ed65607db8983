// SPDX-License-Identifier: MPL-2.0

package dnscheck

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/domainverify/terraform-provider-domainverify/internal/dnscheck/delegation"
	"github.com/domainverify/terraform-provider-domainverify/internal/dnsquery"
)

// maxAliases bounds how many CNAME targets one check follows. Resolvers follow 11
// or 16, services fewer.
const maxAliases = 8

// followAliases gives every server that answered with a CNAME the verdict of its
// target, so that the answers about the owner name decide alone (delegated
// validation: the record is at the vendor's name, the CNAME at the user's).
//
//	_x.acme.com.   ns1, ns2 of acme.com.:    CNAME x.vendor.net.   ← present
//	x.vendor.net.  ns8, ns9 of vendor.net.:  TXT "token"             present
func (z *zoneCheck) followAliases(owner dnsquery.FQDN, path []dnsquery.FQDN) {
	path = append(slices.Clone(path), owner)
	z.outcomes[owner].followed = true
	answers := z.outcomes[owner].answers
	for i := range answers {
		a := &answers[i]
		if a.CNAME == "" || a.Verdict != Absent {
			continue
		}
		chain := append(slices.Clone(path), a.CNAME)
		target := z.outcomes[a.CNAME]
		switch {
		case slices.Contains(path, a.CNAME):
			a.Err = &AliasError{Chain: chain, Reason: "is a loop"}
		case target == nil:
			a.Err = &AliasError{Chain: chain, Reason: fmt.Sprintf("is longer than %d, or branches too often", maxAliases)}
		case target.err != nil:
			a.broken(&AliasError{Chain: chain, Reason: "cannot be followed: " + target.err.Error(), Unchecked: isTransportError(target.err), cause: target.err})
		default:
			if !target.followed {
				z.followAliases(a.CNAME, path)
			}
			a.inherit(target.answers, chain, z.client.quorum)
		}
	}
}

// inherit gives a the verdict that the servers of the target have together.
func (a *ServerAnswer) inherit(answers []ServerAnswer, chain []dnsquery.FQDN, quorum Quorum) {
	s := tallyOf(answers)
	a.Values = valuesOf(answers)
	for _, t := range answers {
		var broken *AliasError
		if errors.As(t.Err, &broken) {
			a.broken(broken)
		}
	}
	switch {
	case quorum.reached(s):
		a.Verdict = Present
	case s.answering > 0 && s.worst == Different:
		a.Verdict = Different
	case !quorum.answered(s) && a.Err == nil:
		answering, servers := quorum.counted(s)
		a.broken(&AliasError{
			Chain: chain, Reason: fmt.Sprintf("ends where %d of %d servers answer", answering, servers),
			Unchecked: s.worst != Absent,
		})
	}
}

func (a *ServerAnswer) broken(err *AliasError) {
	a.Err = err
	if err.Unchecked {
		a.Verdict = Unchecked
	}
}

// isTransportError reports whether no server could be asked, so that none has denied
// the record.
func isTransportError(err error) bool {
	var configured *elsewhereError
	var zone *delegation.UnreachableError
	var resolver *dnsquery.ResolverError
	return errors.As(err, &configured) || errors.As(err, &zone) || errors.As(err, &resolver)
}

// AliasError means that a CNAME chain does not lead to a record. It appears in
// ServerAnswer.Err, because the server that has the CNAME did answer.
type AliasError struct {
	Chain  []dnsquery.FQDN
	Reason string
	// Unchecked: no server at the end of the chain could be asked, so that the record
	// may be there.
	Unchecked bool
	cause     error
}

func (e *AliasError) Error() string {
	return fmt.Sprintf("CNAME chain %s %s", strings.Join(shownNames(e.Chain), " → "), e.Reason)
}

// Unwrap gives why the end of the chain was not asked, if it was not.
func (e *AliasError) Unwrap() error { return e.cause }

// elsewhereError means that the configured servers do not serve the name, and its
// own servers were not found. A configured server may be one of a split horizon, so
// that even a denial by the public DNS says nothing about the record.
type elsewhereError struct{ cause error }

func (e *elsewhereError) Error() string {
	return "the servers in dns.nameservers do not serve it, and those that do were not found: " + e.cause.Error()
}

func (e *elsewhereError) Unwrap() error { return e.cause }
