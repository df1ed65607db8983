// SPDX-License-Identifier: MPL-2.0

package dnscheck

import (
	"sync"
	"time"
)

// maxPositive is what resolvers cap answers other than negative ones at (BIND and
// Unbound: one day).
const maxPositive = 24 * time.Hour

// Absence is what a resolver may still believe although the record is published.
type Absence struct {
	// End is when a check first saw the record published after one that had not,
	// or the time of the last check while none has. Zero when the very first check
	// saw it: then nothing is known about the time before.
	End time.Time
	// TTL is how long a resolver that asked right before End may go without the
	// record: by the SOA if there was none (RFC 2308 §5), by the TTL of the RRset if
	// there were others of the type, which is the usual case at a zone apex.
	TTL time.Duration
}

// NegativeUntil is when the last resolver forgets that the record was missing;
// the zero time when no check saw it missing, or nobody may remember it.
func (r Report) NegativeUntil() time.Time {
	if r.Absence.TTL == 0 {
		return time.Time{}
	}
	return r.Absence.End.Add(r.Absence.TTL)
}

// NextUsefulAttempt is when it is worth while to ask the service again after it
// refused at lastRefusal, given a report that is Published. Its resolver then
// still knew the record as missing, from a query before Absence.End; earlier than
// the end of that memory it can only repeat itself. When the memory is over, or
// unknown, the answer is lastRefusal: caches explain nothing any more, and the
// service's own pace counts. Zero lastRefusal: it was never asked, so at once.
//
//	missing          published    refused          forgotten
//	───┼────────────────┼────────────┼────────────────┼──→
//	   looks            End          lastRefusal      End+TTL
func NextUsefulAttempt(lastRefusal time.Time, r Report) time.Time {
	if lastRefusal.IsZero() || r.Absence.TTL == 0 {
		return lastRefusal
	}
	// A refusal before the end was made from a memory that is at least as old.
	forgotten := r.Absence.End
	if lastRefusal.Before(forgotten) {
		forgotten = lastRefusal
	}
	forgotten = forgotten.Add(r.Absence.TTL)
	if forgotten.Before(lastRefusal) {
		return lastRefusal
	}
	return forgotten
}

// absences remembers per question when the record was last missing.
type absences struct {
	lock  sync.Mutex
	known map[Question]*absence
}

type absence struct {
	Absence
	over bool
	// alias is how long a resolver may follow the CNAME that stood at the name. It
	// counts only if the CNAME went away for the record to be seen.
	alias time.Duration
}

func newAbsences() *absences { return &absences{known: map[Question]*absence{}} }

// note returns what is known of the record's absence after the check r at now.
func (a *absences) note(r Report, now time.Time) Absence {
	a.lock.Lock()
	defer a.lock.Unlock()
	known := a.known[r.question()]
	switch published := r.Published(); {
	case published && known == nil:
		return Absence{}
	case published && !known.over:
		known.End, known.over = now, true
		if r.aliasTTL() == 0 {
			known.TTL = max(known.TTL, known.alias)
		}
	case !published && known != nil && known.over && r.noServerDenies():
		// Servers fell silent; the record did not go away.
	case !published:
		if known == nil || known.over {
			known = &absence{}
			a.known[r.question()] = known
		}
		// A server that is silent in one check must not shorten what it answered before.
		known.End, known.TTL = now, max(known.TTL, r.longestCached())
		known.alias = max(known.alias, r.aliasTTL())
	}
	return known.Absence
}

// noServerDenies reports whether no server answers that the record is not there.
func (r Report) noServerDenies() bool {
	worst := tallyOf(r.ownAnswers()).worst
	return worst == Present || worst == ""
}

// longestCached is how long an answer of this report may be held.
func (r Report) longestCached() time.Duration {
	longest := r.NegativeTTL
	for _, a := range r.Servers {
		// The TTL beside an alias is the alias' own; those of the target are asked, too.
		if a.Verdict == Different && (a.CNAME == "" || r.Mode == Recursive) {
			longest = max(longest, min(a.TTL, maxPositive))
		}
	}
	return longest
}

// aliasTTL is how long the CNAME at the name may be held; zero when there is none.
func (r Report) aliasTTL() time.Duration {
	var longest time.Duration
	for _, a := range r.ownAnswers() {
		if a.CNAME != "" {
			longest = max(longest, min(a.TTL, maxPositive))
		}
	}
	return longest
}
