// SPDX-License-Identifier: MPL-2.0

package adapter

import "sync"

// Shared is a value that operations may use at once. The zero value holds the zero T.
type Shared[T any] struct {
	mu    sync.Mutex
	value T
}

// Get returns a copy of the value.
func (s *Shared[T]) Get() T {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.value
}

// Change changes the value. Nothing else changes it meanwhile.
func (s *Shared[T]) Change(change func(*T)) {
	s.mu.Lock()
	defer s.mu.Unlock()
	change(&s.value)
}

// Memory is what a process remembers of each domain of an organization beside the
// inventory. The zero value is empty.
type Memory[M any] struct {
	mu      sync.Mutex
	domains map[string]M
}

// Recall returns a copy of what is remembered of a domain; zero if nothing is.
func (m *Memory[M]) Recall(domain string) M {
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.domains[domain]
}

// Remember changes what is remembered of a domain. Nothing else changes meanwhile.
func (m *Memory[M]) Remember(domain string, change func(*M)) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.domains == nil {
		m.domains = map[string]M{}
	}
	changed := m.domains[domain]
	change(&changed)
	m.domains[domain] = changed
}
