// SPDX-License-Identifier: MPL-2.0

package websim

import (
	"fmt"
	"io"
	"net/http"
)

// Answer is what a URL is answered in place of its file.
type Answer struct {
	Status   int    `json:"status"`   // 0 is 200
	Location string `json:"location"` // of a redirect; may be relative
	Content  string `json:"content"`
}

// Preset makes a URL answer that until Reset, whatever is published there.
func (h *Host) Preset(url string, answer Answer) error {
	at, err := parse(url)
	if err != nil {
		return fmt.Errorf("presetting a web answer: %w", err)
	}
	if answer.Status == 0 {
		answer.Status = http.StatusOK
	}
	if answer.Status < 200 || answer.Status > 599 {
		return fmt.Errorf("presetting a web answer: %d is no HTTP status from 200 to 599", answer.Status)
	}
	h.mu.Lock()
	defer h.mu.Unlock()
	h.answers[at] = answer
	return nil
}

// Reset ends all presets.
func (h *Host) Reset() {
	h.mu.Lock()
	defer h.mu.Unlock()
	clear(h.answers)
}

func (a Answer) write(w http.ResponseWriter) {
	if a.Location != "" {
		w.Header().Set("Location", a.Location)
	}
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	w.WriteHeader(a.Status)
	_, _ = io.WriteString(w, a.Content)
}
