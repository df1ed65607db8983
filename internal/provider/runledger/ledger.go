// SPDX-License-Identifier: MPL-2.0

package runledger

import (
	"context"
	"sync"

	"github.com/hashicorp/terraform-plugin-framework/diag"

	"github.com/domainverify/terraform-provider-domainverify/internal/service"
)

// The kinds of objects that the ledger knows, by their resource types.
const (
	KindDomain = "domainverify_organization_domain"
	KindToken  = "domainverify_verification_token"
	KindClaim  = "domainverify_claim"
	// KindVerification is only ever confirmed, by a verification or a claim: it owns nothing.
	KindVerification = "domainverify_verification"
)

// Ledger is what one process has been asked to do with each object.
// Terraform never tells a provider the address of a resource, so two resources
// with one ID are recognized by what is planned and applied for that ID. A
// process serves one walk: the walk that plans and the walk that applies do not
// share a ledger. The zero value is ready.
type Ledger struct {
	// locks serializes the writes to one object.
	locks service.KeyedMutex

	mu      sync.Mutex
	objects map[string]*entry
	// refreshing: this process has refreshed a resource, so it plans; writing: it
	// has begun to write, so it applies. Neither is certain of the opposite.
	refreshing, writing bool
	guarded             guardedReleases
}

type entry struct {
	// seen: the object is in state, by a refresh or by a plan that has a prior
	// state; kept: by such a plan.
	seen, kept bool
	// created and destroyed count for the plan: a replacement at one address is
	// seen and created, and never destroyed.
	created, destroyed bool
	// creation is how it is created.
	creation Creation
	// leaving: the resource that has the object is planned for another one.
	leaving bool
	// abandoned: the resource gives the object up and leaves it as it is.
	abandoned bool
	// renewing: the token is planned to be renewed in place.
	renewing bool
	// guardOverridden: the resource in state asks for the release by name.
	guardOverridden bool
	// deletionPrevented: the resource in state must not be destroyed.
	deletionPrevented bool
	// confirmed: this run has created, adopted or confirmed the object.
	confirmed bool
	// foreseen are errors of a creation that wait for the plan of a child.
	foreseen diag.Diagnostics
	// reported: the plan has an error already that says why the object is not created.
	reported bool
	// releaseDeferred: the destruction of a claim has left its release to that of the domain.
	releaseDeferred bool
}

func (l *Ledger) entry(kind, id string) *entry {
	key := kind + " " + id
	if l.objects == nil {
		l.objects = map[string]*entry{}
	}
	if l.objects[key] == nil {
		l.objects[key] = &entry{}
	}
	return l.objects[key]
}

// Refreshed notes that this process refreshes, as only the walk that plans does.
func (l *Ledger) Refreshed() {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.refreshing = true
}

// mayApply reports whether this process may be the one that applies: it has not
// refreshed anything. A plan with -refresh=false has not either.
func (l *Ledger) mayApply() bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	return !l.refreshing
}

// InStateNow notes that a resource with the object is in state.
func (l *Ledger) InStateNow(kind, id string) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.entry(kind, id).seen = true
}

// DomainVanished notes that the refresh has removed the domain from state.
func (l *Ledger) DomainVanished(id string) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.entry(KindDomain, id).seen = false
}

// NoteDeletionPrevented notes whether the resource in state must not be destroyed. The
// plan of a tainted one is not handed that state.
func (l *Ledger) NoteDeletionPrevented(id string, prevented bool) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.entry(KindDomain, id).deletionPrevented = prevented
}

// IsDeletionPrevented reports what NoteDeletionPrevented has noted.
func (l *Ledger) IsDeletionPrevented(id string) bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.entry(KindDomain, id).deletionPrevented
}

// Conflict is what another resource of the same ID is planned for. While
// this process applies, there is none: Terraform plans the destruction of a
// deposed object once more then, after its replacement was created, and the
// destruction itself compares the two.
type Conflict int

const (
	NoConflict Conflict = iota
	DestroyedElsewhere
	KeptElsewhere
	CreatedElsewhere
)

// Creation is what is known of a plan without a prior state.
type Creation struct {
	// Replaces: it is the second part of a replacement, as private state shows. That of a
	// tainted resource, which Terraform plans without its prior state, does not.
	Replaces bool
	// Adopts: creating an object that is there already takes it as it is.
	Adopts bool
}

// isAnother reports whether it fails beside a resource that has the object.
func (c Creation) isAnother() bool { return !c.Replaces && !c.Adopts }

// PlanCreate notes a plan without a prior state. It is the second part of a
// replacement as well.
func (l *Ledger) PlanCreate(kind, id string, creation Creation) Conflict {
	l.mu.Lock()
	defer l.mu.Unlock()
	entry := l.entry(kind, id)
	conflict := NoConflict
	switch {
	case l.writing:
	case entry.destroyed:
		conflict = DestroyedElsewhere
	case entry.created:
		conflict = CreatedElsewhere
	case entry.kept && creation.isAnother():
		conflict = KeptElsewhere
	}
	entry.created, entry.creation = true, creation
	return conflict
}

// isReplaced reports whether the resource that has the object is planned to release it and
// to create it again. What is created beside a resource that keeps the object replaces none,
// and what adopts it may be beside one whose plan has not come yet, or does not come: OpenTofu
// refreshes what a removed block takes out of the state, and asks for no plan. That of a
// tainted resource looks the same, whose children then follow in the next plan.
func (e *entry) isReplaced() bool {
	return e.created && e.seen && (e.creation.Replaces || !e.kept && !e.creation.Adopts)
}

// PlanKeep notes a plan with a prior state that stays with the object. Where
// replacing the resource would not release the object (releases is false), the
// object does not count as seen: a creation adopts it, and nothing follows.
func (l *Ledger) PlanKeep(kind, id string, releases bool) Conflict {
	l.mu.Lock()
	defer l.mu.Unlock()
	entry := l.entry(kind, id)
	entry.kept, entry.seen = true, entry.seen || releases
	switch {
	case l.writing:
	case entry.destroyed:
		return DestroyedElsewhere
	case entry.created && entry.creation.isAnother():
		return CreatedElsewhere
	}
	return NoConflict
}

// PlanLeave notes that the resource with the object is planned for another
// object, or for one that is not known yet. Unless it leaves the object as it
// is, that destroys it, also for another resource that keeps it.
func (l *Ledger) PlanLeave(kind, id string, destroys bool) Conflict {
	l.mu.Lock()
	defer l.mu.Unlock()
	entry := l.entry(kind, id)
	entry.leaving = true
	if !destroys {
		entry.abandoned = true
		return NoConflict
	}
	entry.destroyed = true
	switch {
	case l.writing:
	case entry.created:
		return CreatedElsewhere
	case entry.kept:
		return KeptElsewhere
	}
	return NoConflict
}

// PlanDestroy notes the plan of a destruction.
func (l *Ledger) PlanDestroy(kind, id string) Conflict {
	l.mu.Lock()
	defer l.mu.Unlock()
	entry := l.entry(kind, id)
	switch {
	case l.writing:
		return NoConflict
	case entry.created:
		entry.destroyed = true
		return CreatedElsewhere
	case entry.kept:
		return KeptElsewhere
	}
	entry.destroyed = true
	return NoConflict
}

// DomainGivenUp reports whether the resource of the domain is planned to
// give it up, so that what depends on it has to follow.
func (l *Ledger) DomainGivenUp(id string) bool {
	return l.DomainReplaced(id) || l.isLeft(KindDomain, id)
}

// DomainReplaced reports whether the domain is planned to be released and added
// again.
func (l *Ledger) DomainReplaced(id string) bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.entry(KindDomain, id).isReplaced()
}

// isLeft reports whether the resource of the object leaves it, and no other one keeps it.
func (l *Ledger) isLeft(kind, id string) bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	entry := l.entry(kind, id)
	return entry.leaving && !entry.kept
}

// LeaveClaim notes that the release of the domain has to release the claim.
func (l *Ledger) LeaveClaim(id string) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.entry(KindClaim, id).releaseDeferred = true
}

// ClaimLeft reports whether LeaveClaim was called for the domain.
func (l *Ledger) ClaimLeft(id string) bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.entry(KindClaim, id).releaseDeferred
}

// PlanRenewal notes that the token is planned to be renewed in place.
func (l *Ledger) PlanRenewal(kind, id string) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.entry(kind, id).renewing = true
}

// TokenGivenUp reports whether a token is planned to be requested anew or renewed, or
// given up for one of another method.
func (l *Ledger) TokenGivenUp(id string) bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	entry := l.entry(KindToken, id)
	return entry.created || entry.leaving || entry.renewing
}

// TokenDestroyed reports whether the destruction of the token is planned.
func (l *Ledger) TokenDestroyed(id string) bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.entry(KindToken, id).destroyed
}

// InState reports whether a resource with the object was refreshed or planned
// with a prior state.
func (l *Ledger) InState(kind, id string) bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.entry(kind, id).seen
}

// Lock begins a write to the object, after those that are under way.
func (l *Ledger) Lock(ctx context.Context, kind, id string) (done func(), err error) {
	l.mu.Lock()
	l.writing = true
	l.mu.Unlock()
	return l.locks.Lock(ctx, kind+" "+id)
}

// Applying reports whether this process has begun to write.
func (l *Ledger) Applying() bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.writing
}

// Confirm notes that this run has created, adopted or confirmed the object.
func (l *Ledger) Confirm(kind, id string) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.entry(kind, id).confirmed = true
}

// IsConfirmed reports whether Confirm was called for the object.
func (l *Ledger) IsConfirmed(kind, id string) bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.entry(kind, id).confirmed
}
