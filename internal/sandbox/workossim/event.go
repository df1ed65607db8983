// SPDX-License-Identifier: MPL-2.0

package workossim

import "time"

type event struct {
	id, kind, environment  string
	organizationID, domain string
	data                   map[string]any
	context                map[string]any
	created                time.Time
}

// actor is who did it, in the words of wire/workos.md 4.
type actor struct{ id, source, name string }

// The actors besides the API: functions, as there are no package variables here.
func poller() actor    { return actor{"system", "system", "WorkOS"} }
func dashboard() actor { return actor{"user_01SANDBOX", "dashboard", "Administrator"} }

func byKey(key *apiKey) actor { return actor{key.id, "api", "API key"} }

// emit remembers an event that happened at a moment; it appears when the lag is over.
func (s *Sim) emit(kind string, d *domain, data map[string]any, by actor, at time.Time) {
	s.emitWith(kind, d, data, by, at, nil)
}

func (s *Sim) emitChange(d *domain, data, previous map[string]any, by actor, at time.Time) {
	s.emitWith("organization_domain.updated", d, data, by, at, previous)
}

func (s *Sim) emitWith(kind string, d *domain, data map[string]any, by actor, at time.Time, previous map[string]any) {
	context := map[string]any{"actor": map[string]any{"id": by.id, "source": by.source, "name": by.name}}
	if previous != nil {
		context["previous_attributes"] = previous
	}
	s.events = append(s.events, &event{
		id: s.newID("event_"), kind: kind, environment: d.organization.environment, organizationID: d.organization.id, domain: d.name, data: data, context: context,
		created: at.Add(time.Duration(s.Number(SwitchEventLag)) * time.Second),
	})
}

func (e *event) object() map[string]any {
	return map[string]any{
		"object": "event", "id": e.id, "event": e.kind, "data": e.data, "created_at": timestamp(e.created), "context": e.context,
	}
}
