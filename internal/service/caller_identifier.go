// SPDX-License-Identifier: MPL-2.0

package service

import "context"

// CallerIdentifier is a service whose tokens and verifications belong to whoever the
// credentials are, and not to an organization: with other credentials every domain would
// read as not verified. Common code keeps the identity in private state, and stops a run
// with other credentials before anything is dropped or released. What is published for a
// domain may be somebody else's, so that the DNS is not searched for a token: Challenge is
// asked for it whatever the state of the domain, and changes nothing.
type CallerIdentifier interface {
	// CallerIdentity returns the name of that identity, such as the address of a service
	// account, in one spelling; "" where it is not known, which never counts as another
	// one. It is shown in errors and kept in private state, so that it is no secret. It
	// is asked of the service at most once per process, and changes nothing there.
	CallerIdentity(ctx context.Context) (string, error)
}
