// SPDX-License-Identifier: MPL-2.0

package workossim

import (
	"net/http"
	"slices"
	"time"

	"github.com/domainverify/terraform-provider-domainverify/internal/sandbox/simhttp"
)

type event struct {
	id, kind, environment  string
	organizationID, domain string
	data                   map[string]any
	context                map[string]any
	created                time.Time
}

// actor is who did it (wire/workos.md 4).
type actor struct{ id, source, name string }

// The actors besides the API: functions, as there are no package variables here.
func poller() actor    { return actor{"system", "system", "WorkOS"} }
func dashboard() actor { return actor{"user_01SANDBOX", "dashboard", "Administrator"} }

func byKey(key *apiKey) actor { return actor{key.id, "api", "API key"} }

// emit remembers an event that happened at a moment; it appears when the lag is over.
func (s *Sim) emit(kind string, d *domain, data map[string]any, by actor, at time.Time) *event {
	e := &event{
		id: s.newID("event_"), kind: kind, environment: d.organization.environment, organizationID: d.organization.id, domain: d.name, data: data,
		context: map[string]any{"actor": map[string]any{"id": by.id, "source": by.source, "name": by.name}},
		created: at.Add(time.Duration(s.Number(SwitchEventLag)) * time.Second),
	}
	s.events = append(s.events, e)
	return e
}

func (e *event) object() map[string]any {
	return map[string]any{
		"object": "event", "id": e.id, "event": e.kind, "data": e.data, "created_at": simhttp.Timestamp(e.created), "context": e.context,
	}
}

// Retention and the longest range of one query, wire/workos.md 4.
const (
	eventRetention = 90 * 24 * time.Hour
	eventRange     = 30 * 24 * time.Hour
)

// listEvents is wire/workos.md 4. Its metadata has a cursor forwards only.
func (s *Sim) listEvents(c call) (any, *failure) {
	kinds := c.list("events")
	if len(kinds) == 0 {
		return nil, invalid("Validation failed.").at("events", "required")
	}
	p, fail := readPage(c)
	if fail != nil {
		fail.text = "Validation failed."
		return nil, fail
	}
	start, end, fail := s.readRange(c)
	if fail != nil {
		return nil, fail
	}
	organizationID := c.query.Get("organization_id")
	var found []listed
	for _, e := range s.events {
		switch {
		case e.environment != c.key.environment,
			!slices.Contains(kinds, e.kind),
			organizationID != "" && e.organizationID != organizationID,
			e.created.Before(start), e.created.After(end):
		default:
			found = append(found, listed{e.id, e.object()})
		}
	}
	return p.of(found, false), nil
}

// readRange ends now at the latest: what the lag holds back has not happened yet.
func (s *Sim) readRange(c call) (start, end time.Time, fail *failure) {
	now := s.config.Now()
	end, fail = c.moment("range_end", now)
	if fail != nil {
		return start, end, fail
	}
	begins := eventRange
	if s.Is(SwitchEventsWithoutRange, "all_kept") {
		begins = eventRetention
	}
	start, fail = c.moment("range_start", end.Add(-begins))
	if fail != nil {
		return start, end, fail
	}
	if c.query.Get("range_start") != "" && end.Sub(start) > eventRange {
		return start, end, refuse(http.StatusBadRequest, "", "The range must not exceed 30 days.")
	}
	if oldest := now.Add(-eventRetention); start.Before(oldest) {
		start = oldest
	}
	if end.After(now) {
		end = now
	}
	return start, end, nil
}

func (c call) moment(name string, fallback time.Time) (time.Time, *failure) {
	text := c.query.Get(name)
	if text == "" {
		return fallback, nil
	}
	for _, layout := range []string{time.RFC3339Nano, time.DateOnly} {
		if t, err := time.Parse(layout, text); err == nil {
			return t, nil
		}
	}
	return fallback, refuse(http.StatusBadRequest, "", "%s must be an ISO 8601 date.", name)
}
