// SPDX-License-Identifier: MPL-2.0

package adapter

import "sync"

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
