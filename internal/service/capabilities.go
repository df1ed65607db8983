// SPDX-License-Identifier: MPL-2.0

package service

import (
	"slices"
	"time"
)

// Method is a way to prove ownership.
type Method string

// The methods that services know, by their names in configuration.
const (
	MethodDNSTXT   Method = "dns_txt"
	MethodDNSCNAME Method = "dns_cname"
	MethodHTTPFile Method = "http_file"
)

// Methods lists all methods in the order of documentation.
func Methods() []Method { return []Method{MethodDNSTXT, MethodDNSCNAME, MethodHTTPFile} }

// Capabilities is what is known of a service without a request.
type Capabilities struct {
	// Methods the service knows; the first is the default.
	Methods []Method
	// VerifyClaims: a verified domain is claimed; there is no claim to make.
	VerifyClaims bool
	// InsteadOfClaim says in a sentence what a service without claims has in
	// their place; empty: nothing.
	InsteadOfClaim string
	// AdviceList says in a sentence what makes a service show the domains of an
	// organization that does not without; empty: nothing does.
	AdviceList string
	// BornVerified says in a sentence which domains the service verifies without a token;
	// empty: every domain needs one.
	BornVerified string
	// ChallengeWrites: Challenge is a write, which adds a domain that is not there, and may
	// invalidate the token of one that is verified, or make that one pending.
	ChallengeWrites bool
	// MissingOptions are options of the definition that the service does not have as
	// it is configured.
	MissingOptions []OptionName
	// RecordStays: the service looks at the record again after the verification, and drops
	// the verification where it is gone.
	RecordStays bool
	// PollInterval and MaxPollInterval bound how often verification is tried.
	PollInterval, MaxPollInterval time.Duration
	// Deadline is the default time to wait for a verification.
	Deadline time.Duration
	// ReleaseDeadline is the default time to wait for a release that the service has
	// accepted and works on (UnderWay). Zero: a release is done when its call returns.
	// At a RecordHolder it is the default time to wait until the record is gone as well,
	// and 15 minutes at least.
	ReleaseDeadline time.Duration
	// QueueAllowance is added to the default timeout of an operation: it waits for the
	// requests of others where requests are limited and Terraform works on ten
	// resources at once.
	QueueAllowance time.Duration
}

// Supports reports whether the service knows the method.
func (c Capabilities) Supports(method Method) bool { return slices.Contains(c.Methods, method) }
