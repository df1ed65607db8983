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

// Table is a map that operations on different domains may use at once. The zero
// value is empty.
type Table[K comparable, V any] struct {
	mu   sync.Mutex
	rows map[K]V
}

// Get returns the value of a key, and whether there is one.
func (t *Table[K, V]) Get(key K) (value V, ok bool) {
	t.mu.Lock()
	defer t.mu.Unlock()
	value, ok = t.rows[key]
	return value, ok
}

// Set stores the value of a key.
func (t *Table[K, V]) Set(key K, value V) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.rows == nil {
		t.rows = map[K]V{}
	}
	t.rows[key] = value
}

// Delete removes a key.
func (t *Table[K, V]) Delete(key K) {
	t.mu.Lock()
	defer t.mu.Unlock()
	delete(t.rows, key)
}

// Len is the number of keys.
func (t *Table[K, V]) Len() int {
	t.mu.Lock()
	defer t.mu.Unlock()
	return len(t.rows)
}

// Any reports whether fits is true of any value.
func (t *Table[K, V]) Any(fits func(V) bool) bool {
	t.mu.Lock()
	defer t.mu.Unlock()
	for _, value := range t.rows {
		if fits(value) {
			return true
		}
	}
	return false
}
