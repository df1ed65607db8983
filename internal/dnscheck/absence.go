// SPDX-License-Identifier: MPL-2.0

package dnscheck

import (
	"sync"
	"time"
)

// maxPositive is how long resolvers cache positive answers at most (BIND and Unbound:
// one day).
const maxPositive = 24 * time.Hour

// leeway is for TTLs, which are rounded down, and for the time that a check takes.
const leeway = 5 * time.Second

// Absence is how long a resolver may answer that the record is missing, although it
// is published.
type Absence struct {
	// End is when a check first found the record published after one that had not, or
	// the time of the last check while none has. Zero when the very first check found
	// it: then nothing is known about the time before.
	End time.Time
	// TTL is how long a resolver that asked right before End may cache the absence: by
	// the SOA if there was no record (RFC 2308 §5), by the TTL of the RRset if there
	// were others of the type, which is the usual case at a zone apex.
	TTL time.Duration
}

// NegativeUntil is when the absence has left the caches of all resolvers; the zero
// time when no check found the record missing, or no resolver may cache it.
func (r Report) NegativeUntil() time.Time {
	if r.Absence.TTL == 0 {
		return time.Time{}
	}
	return r.Absence.End.Add(r.Absence.TTL)
}

// NextUsefulAttempt is when to ask the service again after it refused at
// lastRefusal, given a report that is Published. Its resolver then still had the
// absence in its cache, from a query before Absence.End; until that expires, the
// service can only refuse again. Where it has expired, or nothing is known of it, the
// result is lastRefusal: the cache does not explain the refusal. Zero lastRefusal: the
// service was never asked, so at once.
//
//	missing          published    refused          forgotten
//	───┼────────────────┼────────────┼────────────────┼──→
//	   checks           End          lastRefusal      End+TTL
func NextUsefulAttempt(lastRefusal time.Time, r Report) time.Time {
	if lastRefusal.IsZero() || r.Absence.TTL == 0 {
		return lastRefusal
	}
	// A refusal before the end came from a cached answer that is at least as old.
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

// absences keeps, for each question, when the record was last missing.
type absences struct {
	lock  sync.Mutex
	known map[Question]*absence
}

type absence struct {
	Absence
	over bool
	// alias is how long a resolver may cache the CNAME at the name. It counts only if
	// the CNAME was replaced by the record.
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
		// Servers stopped answering; the record was not removed.
	case !published:
		if known == nil || known.over {
			known = &absence{}
			a.known[r.question()] = known
		}
		// A server that does not answer one check must not shorten what it answered before.
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

// longestCached is how long an answer of this report may be cached.
func (r Report) longestCached() time.Duration {
	longest := r.NegativeTTL
	for _, a := range r.Servers {
		// The TTL beside a CNAME is its own; the servers of the target are asked, too.
		if a.Verdict == Different && (a.CNAME == "" || r.Mode == Recursive) {
			longest = max(longest, min(a.TTL, maxPositive))
		}
	}
	return longest
}

// RememberedUntil is until when the resolver that was asked may go on giving its answer,
// whatever the DNS has by then; now for answers of name servers, which remember nothing. It
// is a full minute, so that it is the same at each check in that time.
func (r Report) RememberedUntil(now time.Time) time.Time {
	longest := r.NegativeTTL
	for _, a := range r.ownAnswers() {
		longest = max(longest, min(a.TTL, maxPositive))
	}
	if r.Mode != Recursive || longest == 0 {
		return now
	}
	return now.Add(longest + leeway).Truncate(time.Minute).Add(time.Minute)
}

// aliasTTL is how long the CNAME at the name may be cached; zero when there is none.
func (r Report) aliasTTL() time.Duration {
	var longest time.Duration
	for _, a := range r.ownAnswers() {
		if a.CNAME != "" {
			longest = max(longest, min(a.TTL, maxPositive))
		}
	}
	return longest
}
