// SPDX-License-Identifier: MPL-2.0

package delegation

import (
	"context"
	"sync"

	"github.com/domainverify/terraform-provider-domainverify/internal/dnsquery"
)

// walks lets those who search below the same name at the same time wait for the first
// of them: most likely it finds the zone of all.
type walks struct {
	lock  sync.Mutex
	under map[dnsquery.FQDN]chan struct{}
}

// join waits until a walk below name that is under way has ended, and reports whether
// there was one. Otherwise the caller's own has begun, which it has to end. The error is the
// context's.
func (w *walks) join(ctx context.Context, name dnsquery.FQDN) (waited bool, end func(), err error) {
	w.lock.Lock()
	if others := w.under[name]; others != nil {
		w.lock.Unlock()
		select {
		case <-others:
			return true, nil, nil
		case <-ctx.Done():
			return false, nil, ctx.Err()
		}
	}
	defer w.lock.Unlock()
	if w.under == nil {
		w.under = map[dnsquery.FQDN]chan struct{}{}
	}
	own := make(chan struct{})
	w.under[name] = own
	return false, func() {
		w.lock.Lock()
		defer w.lock.Unlock()
		delete(w.under, name)
		close(own)
	}, nil
}
