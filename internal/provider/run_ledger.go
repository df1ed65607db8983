// SPDX-License-Identifier: MPL-2.0

package provider

import (
	"context"
	"sync"

	"github.com/hashicorp/terraform-plugin-framework/diag"

	"github.com/domainverify/terraform-provider-domainverify/internal/service"
)

// The kinds of objects that the ledger knows, by their resource types.
const (
	kindDomain = "domainverify_organization_domain"
	kindToken  = "domainverify_verification_token" // #nosec G101 -- a resource type
	kindClaim  = "domainverify_claim"
	// kindVerification is in no entry: a verification owns nothing.
	kindVerification = "domainverify_verification"
)

// runLedger is what one process has been asked to do with each object.
// Terraform never tells a provider the address of a resource, so two resources
// with one ID are recognized by what is planned and applied for that ID. A
// process serves one walk: the walk that plans and the walk that applies do not
// share a ledger. The zero value is ready.
type runLedger struct {
	// locks serializes the writes to one object.
	locks service.KeyedMutex

	mu      sync.Mutex
	objects map[string]*ledgerEntry
	// refreshing: this process has refreshed a resource, so it plans; writing: it
	// has begun to write, so it applies. Neither is certain of the opposite.
	refreshing, writing bool
	guarded             guardedReleases
}

type ledgerEntry struct {
	// seen: the object is in state, by a refresh or by a plan that has a prior
	// state; kept: by such a plan.
	seen, kept bool
	// created and destroyed count for the plan: a replacement at one address is
	// seen and created, and never destroyed.
	created, destroyed bool
	// leaving: the resource that has the object is planned for another one.
	leaving bool
	// abandoned: the resource gives the object up and leaves it as it is.
	abandoned bool
	// guardOverridden: the resource in state asks for the release by name.
	guardOverridden bool
	// confirmed: this run has created, adopted or confirmed the object.
	confirmed bool
	// foreseen are errors of a creation that wait for the plan of a child.
	foreseen diag.Diagnostics
	// reported: the plan has an error already that says why the object is not created.
	reported bool
	// releaseDeferred: the destruction of a claim has left its release to that of the domain.
	releaseDeferred bool
}

func (l *runLedger) entry(kind, id string) *ledgerEntry {
	key := kind + " " + id
	if l.objects == nil {
		l.objects = map[string]*ledgerEntry{}
	}
	if l.objects[key] == nil {
		l.objects[key] = &ledgerEntry{}
	}
	return l.objects[key]
}

// refreshed notes that this process refreshes, as only the walk that plans does.
func (l *runLedger) refreshed() {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.refreshing = true
}

// mayApply reports whether this process may be the one that applies: it has not
// refreshed anything. A plan with -refresh=false looks the same.
func (l *runLedger) mayApply() bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	return !l.refreshing
}

// inStateNow notes that a resource with the object is in state; domainVanished,
// that the refresh has removed it.
func (l *runLedger) inStateNow(kind, id string) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.entry(kind, id).seen = true
}

func (l *runLedger) domainVanished(id string) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.entry(kindDomain, id).seen = false
}

// planConflict is what another resource of the same ID is planned for. While
// this process applies, there is none: Terraform plans the destruction of a
// deposed object once more then, after its replacement was created, and the
// destruction itself compares the two.
type planConflict int

const (
	noConflict planConflict = iota
	destroyedElsewhere
	keptElsewhere
	createdElsewhere
)

// planCreate notes a plan without a prior state. It is the second part of a
// replacement as well.
func (l *runLedger) planCreate(kind, id string) planConflict {
	l.mu.Lock()
	defer l.mu.Unlock()
	entry := l.entry(kind, id)
	conflict := noConflict
	switch {
	case l.writing:
	case entry.destroyed:
		conflict = destroyedElsewhere
	case entry.created:
		conflict = createdElsewhere
	}
	entry.created = true
	return conflict
}

// planKeep notes a plan with a prior state that stays with the object. Where
// replacing the resource would not release the object (releases is false), the
// object does not count as seen: a creation adopts it, and nothing follows.
func (l *runLedger) planKeep(kind, id string, releases bool) planConflict {
	l.mu.Lock()
	defer l.mu.Unlock()
	entry := l.entry(kind, id)
	entry.kept, entry.seen = true, entry.seen || releases
	if entry.destroyed && !l.writing {
		return destroyedElsewhere
	}
	return noConflict
}

// planLeave notes that the resource with the object is planned for another
// object, or for one that is not known yet. Unless it leaves the object as it
// is, that destroys it.
func (l *runLedger) planLeave(kind, id string, destroys bool) planConflict {
	l.mu.Lock()
	defer l.mu.Unlock()
	entry := l.entry(kind, id)
	entry.leaving = true
	if !destroys {
		entry.abandoned = true
		return noConflict
	}
	entry.destroyed = true
	if entry.created && !l.writing {
		return createdElsewhere
	}
	return noConflict
}

// planDestroy notes the plan of a destruction.
func (l *runLedger) planDestroy(kind, id string) planConflict {
	l.mu.Lock()
	defer l.mu.Unlock()
	entry := l.entry(kind, id)
	switch {
	case l.writing:
		return noConflict
	case entry.created:
		entry.destroyed = true
		return createdElsewhere
	case entry.kept && !entry.leaving:
		return keptElsewhere
	}
	entry.destroyed = true
	return noConflict
}

// domainGivenUp reports whether the resource of the domain is planned to
// give it up, so that what depends on it has to follow.
func (l *runLedger) domainGivenUp(id string) bool {
	return l.domainReplaced(id) || l.isLeaving(kindDomain, id)
}

// domainReplaced reports whether the domain is planned to be released and added
// again.
func (l *runLedger) domainReplaced(id string) bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	entry := l.entry(kindDomain, id)
	return entry.created && entry.seen
}

func (l *runLedger) isLeaving(kind, id string) bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.entry(kind, id).leaving
}

// isTold reports whether the plan has an error already for the creation.
func (l *runLedger) isTold(kind, id string) bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.entry(kind, id).reported
}

// leaveClaim notes that the release of the domain has to release the claim.
func (l *runLedger) leaveClaim(id string) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.entry(kindClaim, id).releaseDeferred = true
}

func (l *runLedger) claimLeft(id string) bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.entry(kindClaim, id).releaseDeferred
}

// tokenGivenUp reports whether a token is planned to be requested anew, or given
// up for one of another method.
func (l *runLedger) tokenGivenUp(id string) bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	entry := l.entry(kindToken, id)
	return entry.created || entry.leaving
}

// tokenDestroyed reports whether the destruction of the token is planned.
func (l *runLedger) tokenDestroyed(id string) bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.entry(kindToken, id).destroyed
}

// inState reports whether a resource with the object was refreshed or planned
// with a prior state.
func (l *runLedger) inState(kind, id string) bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.entry(kind, id).seen
}

// lock begins a write to the object, after those that are under way.
func (l *runLedger) lock(ctx context.Context, kind, id string) (done func(), err error) {
	l.mu.Lock()
	l.writing = true
	l.mu.Unlock()
	return l.locks.Lock(ctx, kind+" "+id)
}

// applying reports whether this process has begun to write.
func (l *runLedger) applying() bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.writing
}

// confirm notes that this run has created, adopted or confirmed the object.
func (l *runLedger) confirm(kind, id string) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.entry(kind, id).confirmed = true
}

func (l *runLedger) isConfirmed(kind, id string) bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.entry(kind, id).confirmed
}
