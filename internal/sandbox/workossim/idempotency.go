// SPDX-License-Identifier: MPL-2.0

package workossim

import (
	"net/http"
	"time"
)

// replayTime is how long a key is remembered where WorkOS documents it (wire/workos.md 5).
const replayTime = 24 * time.Hour

// replay is a request that succeeded, with its answer.
type replay struct {
	request string
	answer  rendered
	at      time.Time
}

// replayed answers a repeated request without doing it again.
func (s *Sim) replayed(r *http.Request, raw []byte, key *apiKey, e endpoint) (*rendered, *failure) {
	if !s.honoursKey(r, e) {
		return nil, nil
	}
	kept, ok := s.replays[replayName(r, key)]
	if !ok || s.config.Now().Sub(kept.at) >= replayTime {
		return nil, nil
	}
	if kept.request != fingerprint(r, raw) {
		return nil, declared(http.StatusBadRequest, "", "The idempotency key was already used with other parameters.")
	}
	return &kept.answer, nil
}

func (s *Sim) keep(r *http.Request, raw []byte, key *apiKey, e endpoint, out rendered) {
	if s.honoursKey(r, e) {
		s.replays[replayName(r, key)] = replay{request: fingerprint(r, raw), answer: out, at: s.config.Now()}
	}
}

func (s *Sim) honoursKey(r *http.Request, e endpoint) bool {
	return e.replayable && r.Header.Get("Idempotency-Key") != "" &&
		(e.idempotency == "" || s.is(e.idempotency, "honoured"))
}

func replayName(r *http.Request, key *apiKey) string {
	return key.environment + " " + r.Header.Get("Idempotency-Key")
}

func fingerprint(r *http.Request, raw []byte) string {
	return r.Method + " " + r.URL.Path + "\n" + string(raw)
}
