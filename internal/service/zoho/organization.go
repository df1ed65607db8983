// SPDX-License-Identifier: MPL-2.0

package zoho

import (
	"context"
	"sync"
	"time"

	"github.com/domainverify/terraform-provider-domainverify/internal/httpapi"
	"github.com/domainverify/terraform-provider-domainverify/internal/service"
)

// organization is what one process knows of one Zoho organization.
type organization struct {
	id        string
	client    client
	endpoints endpoints
	forms     *verifyForms
	now       func() time.Time
	redactor  *httpapi.Redactor
	inventory *service.Inventory

	mu sync.Mutex
	// name is "" until somebody asked for it.
	name string
	// lastFailure is what the reading under way has failed with so far.
	lastFailure error
	// shown holds what was last shown of each domain beside its state.
	shown map[string]shown
	// tried holds the last verify call for each domain.
	tried map[string]attempt
	// pendingAdds are the domains that were absent when a request to add them was
	// sent whose answer was lost: if such a domain is there, this process added it.
	pendingAdds map[string]bool
	locks       service.KeyedMutex
}

// shown is what answers have told of a domain. Codes outlive an answer that
// leaves them out: a domain that is verified may be shown without.
type shown struct {
	codes    map[service.Method]string
	readyTXT string
	hosting  bool
	// wasVerified: at some time.
	wasVerified bool
	// bad says why the codes of the last answer cannot be published.
	bad string
	// ended: this process has ended the hosting, and the domain is still there.
	ended bool
}

func newOrganization(id string, a *Adapter) *organization {
	known := &organization{
		id: id, client: client{a.config.API, id}, endpoints: a.endpoints, forms: a.forms, now: a.config.Now, redactor: a.config.Redactor,
		shown: map[string]shown{}, tried: map[string]attempt{}, pendingAdds: map[string]bool{},
	}
	known.inventory = service.NewInventory(known.load)
	return known
}

// lock serializes what is done with one domain.
func (o *organization) lock(ctx context.Context, operation, domain string) (unlock func(), err error) {
	if unlock, err = o.locks.Lock(ctx, domain); err != nil {
		return nil, o.failure(ctx, operation, err)
	}
	return unlock, nil
}

func (o *organization) shownOf(domain string) shown {
	o.mu.Lock()
	defer o.mu.Unlock()
	return o.shown[domain]
}

func (o *organization) forgetShown(domain string) {
	o.mu.Lock()
	defer o.mu.Unlock()
	delete(o.shown, domain)
	delete(o.tried, domain)
}
