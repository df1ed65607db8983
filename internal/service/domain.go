// SPDX-License-Identifier: MPL-2.0

package service

import "time"

// State is the state of one organization domain at a service.
type State string

const (
	// StateUnknown: the service does not show it.
	StateUnknown State = "unknown"
	// StateAbsent: the organization does not have the domain.
	StateAbsent State = "absent"
	// StateUnverified: not verified; whether it is still registered is not known (some
	// reads list verified domains only).
	StateUnverified State = "unverified"
	// StatePending: registered, not verified yet.
	StatePending State = "pending"
	// StateFailed: the service gave up verifying.
	StateFailed State = "failed"
	// StateVerified and StateClaimed: a claimed domain is verified as well.
	StateVerified State = "verified"
	StateClaimed  State = "claimed"
	// StateReleasing: the service has accepted the release and works on it. The
	// organization still has the domain, and nothing can be done with it.
	StateReleasing State = "releasing"
)

// Verified reports whether the service confirms the verification.
func (s State) Verified() bool { return s == StateVerified || s == StateClaimed }

// Domain is an organization domain as the service shows it.
type Domain struct {
	State State
	// RemoteID is the service's own ID, or the domain where it has none.
	RemoteID string
	// HostsMail reports whether the service hosts mail for the domain.
	HostsMail bool
	// Tokens are the current verification tokens where reading shows them: some
	// services have one for each method.
	Tokens map[Method]string
	// TokensExpireAt are the times at which Tokens expire, for those that do. An expired
	// token stays in Tokens as long as the service shows it. A past time without a
	// token says that the token has expired and is no longer shown; where its expiry is
	// not shown either, it is the time of the reading.
	TokensExpireAt map[Method]time.Time
	// Reason is why the domain is not verified, where the service shows it.
	Reason string
	// Notice is something the operator should know about this reading.
	Notice string
}

// Token returns the current verification token of the method, or "".
func (d Domain) Token(method Method) string { return d.Tokens[method] }

// TokenExpiresAt returns when that token expires; zero: it does not, as far as the
// service shows.
func (d Domain) TokenExpiresAt(method Method) time.Time { return d.TokensExpireAt[method] }

// TokenExpired reports whether the token of the method has expired by now.
func (d Domain) TokenExpired(method Method, now time.Time) bool {
	return HasExpired(d.TokenExpiresAt(method), now)
}

// HasExpired reports whether a time of expiry has come; the zero time never does.
func HasExpired(expiresAt, now time.Time) bool {
	return !expiresAt.IsZero() && !now.Before(expiresAt)
}

// Challenge is a verification token with what has to be published for it.
type Challenge struct {
	Token       string
	Publication Publication
	// ExpiresAt is zero when the service names no expiry.
	ExpiresAt time.Time
	// Rereadable: another Challenge is known to return the same token and to change
	// nothing while the domain is not verified.
	Rereadable bool
}

// Publication is what must be public: a record or a file.
type Publication struct {
	Record   *Record
	HTTPFile *HTTPFile
	// Guessed: the service no longer shows the prefix of the token, so that a published
	// value with another one is not wrong.
	Guessed bool
}

// Record is a DNS record in presentation format without quotes. Name and Value
// are empty while they depend on a token that is not known. Where only the service knows
// the name, Name is empty whenever it does not show it, such as after the verification:
// callers then keep the name that they have, and nobody guesses one.
type Record struct {
	Name  string
	Type  string
	Value string
	TTL   int64
}

// HTTPFile is a file that a web server must serve.
type HTTPFile struct {
	URL     string
	Content string
}
