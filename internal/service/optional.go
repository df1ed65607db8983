// SPDX-License-Identifier: MPL-2.0

package service

import (
	"context"
	"time"
)

// Claimer is a service where claiming is a separate step.
type Claimer interface {
	// Claim takes the exclusive hold. Success when the organization has it
	// already; HeldElsewhere when another one has it; Blocked when the domain
	// is not verified or outside users stand in the way.
	Claim(ctx context.Context, request ClaimRequest) error

	// Unclaim gives it up. Success when there is no claim.
	Unclaim(ctx context.Context, id DomainID) error
}

// ClaimRequest claims one domain.
type ClaimRequest struct {
	ID DomainID
	// Options are of OperationClaim.
	Options Options
}

// Renewer is a service whose tokens expire, and which issues a new one in place of one
// that has expired or soon will. Common code calls it while applying what a plan has
// shown, never in a refresh (invariants 3 and 19).
type Renewer interface {
	// Renew returns a new token for a domain that is registered and not verified, and
	// puts it into the inventory. It makes no new token where request.Token is no longer
	// the current one and the current one has not expired: somebody has renewed it
	// already, perhaps this process by a request whose response was lost, and that token
	// is returned. After an ambiguous failure the outcome is read before anything is
	// repeated. AlreadyVerified for a verified domain, whose token is left as it is.
	Renew(ctx context.Context, request RenewRequest) (Challenge, error)
}

// RenewRequest replaces one token.
type RenewRequest struct {
	ID     DomainID
	Method Method
	// Token is the one to replace, as far as the caller knows; empty where the service no
	// longer shows it.
	Token string
}

// Explainer is a service that can find out why it does not confirm a
// verification although the record is published.
type Explainer interface {
	// Explain returns nil when waiting longer makes sense, Rotated when the
	// token is no longer the current one, or another terminal error, which is
	// shown as that of the attempt to verify. It may bring a registration back
	// that somebody removed, because the caller is about to verify it.
	Explain(ctx context.Context, id DomainID, method Method, token string) error
}

// LockoutGuard is a service where verifying or releasing domains in the wrong
// order locks administrators out of their own organization.
type LockoutGuard interface {
	// GuardVerify and GuardRelease return Blocked when the step is known to be
	// dangerous, and a notice when that cannot be known. A notice about the
	// whole organization is given once per process. Blocked with RetryAfter
	// means that this run is working on the cause; VerifyFirst may name what would
	// clear the way.
	GuardVerify(ctx context.Context, id DomainID) (notice string, err error)
	GuardRelease(ctx context.Context, id DomainID) (notice string, err error)

	// VerifyEnded says that a verification that GuardVerify let pass has ended
	// without success, so that no other step waits for it. It is called once for each.
	VerifyEnded(id DomainID)
}

// Lister is a service that may be able to say which domains an organization
// has. The snapshot is the inventory's: listing costs no further call.
type Lister interface {
	// Domains returns what the service shows. Known is false where it shows
	// nothing, Complete where what is not named is not there.
	Domains(ctx context.Context, organizationID string) (Snapshot, error)
}

// LaggingReader is a service whose readings may not show for a while that a domain was
// added. Common code keeps in private state when that was, and says it to the processes
// that follow, or a destroy right after a creation would drop the domain from state.
type LaggingReader interface {
	// RecallAddition says that an earlier process has added the domain then. It makes no
	// request. A reading that does not show the domain counts only after a while.
	RecallAddition(id DomainID, at time.Time)
}
