// SPDX-License-Identifier: MPL-2.0

package websim

import "fmt"

// Publish serves content at a URL, without the key.
func (h *Host) Publish(url, content string) error {
	at, err := parse(url)
	if err != nil {
		return fmt.Errorf("publishing a web file: %w", err)
	}
	h.mu.Lock()
	defer h.mu.Unlock()
	h.files[at] = content
	return nil
}

// Remove removes the file at a URL.
func (h *Host) Remove(url string) error {
	at, err := parse(url)
	if err != nil {
		return fmt.Errorf("removing a web file: %w", err)
	}
	h.mu.Lock()
	defer h.mu.Unlock()
	if _, published := h.files[at]; !published {
		return fmt.Errorf("removing a web file: there is none at %s", url)
	}
	delete(h.files, at)
	return nil
}

// Files are what is published, by URL with the scheme http.
func (h *Host) Files() map[string]string {
	h.mu.Lock()
	defer h.mu.Unlock()
	files := map[string]string{}
	for at, content := range h.files {
		files[at.url()] = content
	}
	return files
}
