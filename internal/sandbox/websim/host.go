// SPDX-License-Identifier: MPL-2.0

package websim

import (
	"crypto/subtle"
	"fmt"
	"io"
	"net/http"
	"strings"
	"sync"
	"time"
)

// maxFile bounds a published file; verification files have a few bytes.
const maxFile = 1 << 20

// Host is an [http.Handler] and safe for concurrent use.
type Host struct {
	key string
	now func() time.Time

	mu       sync.Mutex
	files    map[location]string
	answers  map[location]Answer
	requests []*Request
}

// New starts a host without files. Publishing requires the key; now is the clock of the
// log of requests.
func New(key string, now func() time.Time) (*Host, error) {
	if key == "" || now == nil {
		return nil, fmt.Errorf("starting the web host: a key and a clock are required")
	}
	return &Host{key: key, now: now, files: map[location]string{}, answers: map[location]Answer{}}, nil
}

// Key is the bearer token of PUT and DELETE.
func (h *Host) Key() string { return h.key }

func (h *Host) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	entry := h.arrive(r)
	answer := &statusWriter{ResponseWriter: w, status: http.StatusOK}
	defer func() { h.finish(entry, answer.status) }()
	switch r.Method {
	case http.MethodGet, http.MethodHead:
		h.serve(answer, r)
	case http.MethodPut, http.MethodDelete:
		h.publish(answer, r)
	default:
		w.Header().Set("Allow", "DELETE, GET, HEAD, PUT")
		http.Error(answer, r.Method+" is not supported here.", http.StatusMethodNotAllowed)
	}
}

func (h *Host) serve(w http.ResponseWriter, r *http.Request) {
	at := locate(r.Host, r.URL.Path)
	h.mu.Lock()
	file, published := h.files[at]
	preset, strange := h.answers[at]
	h.mu.Unlock()
	switch {
	case strange:
		preset.write(w)
	case published:
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		_, _ = io.WriteString(w, file)
	default:
		http.Error(w, "There is no "+r.URL.Path+" at "+at.host+".", http.StatusNotFound)
	}
}

// publish follows the conditional requests of RFC 9110 section 13.1.2: with
// If-None-Match: * it never replaces a file.
func (h *Host) publish(w http.ResponseWriter, r *http.Request) {
	key, _ := strings.CutPrefix(r.Header.Get("Authorization"), "Bearer ")
	if subtle.ConstantTimeCompare([]byte(key), []byte(h.key)) != 1 {
		w.Header().Set("WWW-Authenticate", "Bearer")
		http.Error(w, "The key is wrong.", http.StatusUnauthorized)
		return
	}
	content, err := io.ReadAll(http.MaxBytesReader(w, r.Body, maxFile))
	if err != nil {
		http.Error(w, "Reading the file failed: "+err.Error(), http.StatusRequestEntityTooLarge)
		return
	}
	at := locate(r.Host, r.URL.Path)
	h.mu.Lock()
	defer h.mu.Unlock()
	_, published := h.files[at]
	switch {
	case r.Method == http.MethodDelete && !published:
		http.Error(w, "There is no such file.", http.StatusNotFound)
	case r.Method == http.MethodDelete:
		delete(h.files, at)
		w.WriteHeader(http.StatusNoContent)
	case published && r.Header.Get("If-None-Match") == "*":
		http.Error(w, "The file exists already.", http.StatusPreconditionFailed)
	default:
		h.files[at] = string(content)
		w.WriteHeader(map[bool]int{true: http.StatusNoContent, false: http.StatusCreated}[published])
	}
}

type statusWriter struct {
	http.ResponseWriter
	status int
}

func (w *statusWriter) WriteHeader(status int) {
	w.status = status
	w.ResponseWriter.WriteHeader(status)
}
