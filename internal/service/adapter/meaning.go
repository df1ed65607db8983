// SPDX-License-Identifier: MPL-2.0

package adapter

import (
	"fmt"
	"net/http"
	"sync"

	"github.com/domainverify/terraform-provider-domainverify/internal/httpapi"
	"github.com/domainverify/terraform-provider-domainverify/internal/service"
)

// StatusMeaning is the meaning of a status: the vendor's own, or what it means at
// every service.
func (v *Vendor) StatusMeaning(status int) Meaning {
	if own, ok := v.Meanings[status]; ok {
		return own
	}
	switch {
	case status == http.StatusTooManyRequests:
		return Meaning{service.Throttled, v.Company + " has rate limited the request", v.adviceRateLimited()}
	case status >= http.StatusInternalServerError || status == http.StatusRequestTimeout:
		return Meaning{
			service.Transient, v.Company + " failed to handle the request",
			fmt.Sprintf("Run Terraform again. If the error persists, report the request ID to %s.", v.Company),
		}
	case status >= http.StatusMultipleChoices && status < http.StatusBadRequest:
		return Meaning{service.Rejected, v.Company + " responded with a redirect, which is never followed", "Check base_url."}
	}
	return Meaning{service.Rejected, v.Company + " rejected the request", fmt.Sprintf("See the %s error above.", v.Company)}
}

func (v *Vendor) meaning(refused *httpapi.StatusError) Meaning {
	if v.Classify != nil {
		return v.Classify(refused)
	}
	return v.StatusMeaning(refused.Status)
}

func (v *Vendor) adviceRateLimited() string {
	return FirstNonEmpty(v.AdviceRateLimited, "Wait, then run Terraform again; nothing was lost.")
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
