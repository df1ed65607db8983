// SPDX-License-Identifier: MPL-2.0

package service

import "context"

// RecordHolder is a service that refuses to release a domain while what proves it is
// still published. Common code makes no Release call before the authoritative name
// servers show that all of it is gone, because the service's resolver would remember
// that it is there.
type RecordHolder interface {
	// Proofs returns every record of this identity, by any method of the service, that has
	// to be gone before the domain can be released; what others have published for the
	// same domain is not among them. A record that is not known to be published is
	// returned as well. Files are not checked. None where nothing keeps the domain, such as
	// one that is not there or not verified. It changes nothing at the service.
	//
	// Release then is NotYet as long as the service itself still sees one of them, and is
	// repeated at the service's PollInterval until the ReleaseDeadline.
	Proofs(ctx context.Context, id DomainID) ([]Publication, error)
}
