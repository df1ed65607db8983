// SPDX-License-Identifier: MPL-2.0

package service

import "context"

// Service verifies domains of one organization after another with one set of
// credentials. Errors are of type *Error.
type Service interface {
	// Name is the service's name in configuration and IDs, such as "webex".
	Name() string

	// Capabilities is what the service can do. No request is made.
	Capabilities() Capabilities

	// CanonicalOrganizationID returns the one form of an organization ID that
	// is compared and stored in IDs. An empty ID means the configured default. No
	// request is made. Rejected when the ID has no form that the service knows.
	CanonicalOrganizationID(id string) (string, error)

	// Add registers the domain with the organization. AlreadyExists when the
	// organization has it already (the returned Domain is then filled),
	// HeldElsewhere when another organization's hold forbids it.
	Add(ctx context.Context, id DomainID) (Domain, error)

	// Challenge returns the current verification token. It is called when a
	// token is wanted for the first time, or again after a Challenge that was Rereadable.
	// A token that expires may be returned expired, and is never renewed here; Expired
	// where the service no longer shows it. AlreadyVerified where there is no token
	// because the domain needs none.
	Challenge(ctx context.Context, id DomainID, method Method) (Challenge, error)

	// Publication returns what has to be published for token. With an empty
	// token it makes no request and fills only what does not depend on the token.
	// Rejected when the service does not know the method.
	Publication(ctx context.Context, id DomainID, method Method, token string) (Publication, error)

	// ParsePublished returns the token inside a published value, and whether
	// the value is one of this service's.
	ParsePublished(method Method, value string) (token string, ok bool)

	// Verify makes one attempt. A Domain whose State is not Verified is an
	// attempt that is still under way. NotYet when the service does not see
	// the record, Expired when it no longer accepts the token, HeldElsewhere when
	// waiting is useless. Attempts for one domain
	// follow each other, and one that finds the domain verified by another makes no
	// call (unless an option is Unseen).
	Verify(ctx context.Context, request VerifyRequest) (Domain, error)

	// Read returns the domain as the service shows it, from the inventory.
	// A domain that is not there is StateAbsent, not an error.
	Read(ctx context.Context, id DomainID) (Domain, error)

	// Release gives the domain back. Success when it is gone and not before, also when
	// it was gone already. Blocked when something (a claim, hosting, users) must be given
	// up first. UnderWay when the service has accepted the release and works on it:
	// calling again only looks while it does, whichever process began it, and never
	// begins a second one. NotYet while the service of a RecordHolder still sees a record
	// that has to be gone. Blocked also when the service gives up a release that this
	// process has seen under way; the next run begins anew.
	Release(ctx context.Context, request ReleaseRequest) error
}

// VerifyRequest is one verification attempt.
type VerifyRequest struct {
	ID     DomainID
	Method Method
	Token  string
	// Options are of OperationVerify.
	Options Options
}

// ReleaseRequest gives one domain back.
type ReleaseRequest struct {
	ID DomainID
	// RemoteID is the service's ID of the domain that is to be released, "" if it is not
	// known. Another one that the service shows is another object until a second reading
	// shows it too.
	RemoteID string
	// Options are of OperationRelease.
	Options Options
}
