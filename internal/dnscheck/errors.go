// SPDX-License-Identifier: MPL-2.0

package dnscheck

import (
	"fmt"
	"strings"

	"github.com/domainverify/terraform-provider-domainverify/internal/dnsquery"
)

// ValueError means that no record can have the expected value.
type ValueError struct {
	Name   string
	Reason string
}

func (e *ValueError) Error() string {
	return fmt.Sprintf("the value expected at %q cannot be published: %s", e.Name, e.Reason)
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

// shownNames are names as people write them.
func shownNames(names []dnsquery.FQDN) []string {
	shown := make([]string, 0, len(names))
	for _, name := range names {
		shown = append(shown, name.String())
	}
	return shown
}
