// SPDX-License-Identifier: MPL-2.0

package dnscheck

import (
	"sync"
	"time"

	"github.com/domainverify/terraform-provider-domainverify/internal/dnsquery"
)

// zoneCache remembers zone cuts until their TTL ends, and which zone an owner
// name was found in. That acme.com. is a cut says nothing about _x.acme.com.,
// which may be below another one, so each owner name is walked to once.
type zoneCache struct {
	now func() time.Time

	lock  sync.Mutex
	zones map[dnsquery.FQDN]*zone
	owner map[dnsquery.FQDN]dnsquery.FQDN
}

func newZoneCache(now func() time.Time) *zoneCache {
	return &zoneCache{now: now, zones: map[dnsquery.FQDN]*zone{}, owner: map[dnsquery.FQDN]dnsquery.FQDN{}}
}

// holding is the zone of name when nothing has to be asked for it: the name is a
// known apex, or was walked to before.
func (c *zoneCache) holding(name dnsquery.FQDN) *zone {
	c.lock.Lock()
	defer c.lock.Unlock()
	if z := c.live(name); z != nil {
		return z
	}
	return c.live(c.owner[name])
}

// above is the deepest known cut strictly above name, where a walk can begin.
func (c *zoneCache) above(name dnsquery.FQDN) *zone {
	c.lock.Lock()
	defer c.lock.Unlock()
	for name != "." {
		name = name.Parent()
		if z := c.live(name); z != nil {
			return z
		}
	}
	return nil
}

// live needs the lock.
func (c *zoneCache) live(apex dnsquery.FQDN) *zone {
	z := c.zones[apex]
	if z != nil && !c.now().Before(z.expires) {
		delete(c.zones, apex)
		return nil
	}
	return z
}

func (c *zoneCache) keep(z *zone, name dnsquery.FQDN) {
	c.lock.Lock()
	defer c.lock.Unlock()
	c.zones[z.apex] = z
	c.owner[name] = z.apex
}

// forget drops what led to name, after its servers have denied it.
func (c *zoneCache) forget(name dnsquery.FQDN) {
	c.lock.Lock()
	defer c.lock.Unlock()
	delete(c.zones, name)
	delete(c.zones, c.owner[name])
	delete(c.owner, name)
}
