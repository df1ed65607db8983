// SPDX-License-Identifier: MPL-2.0

package zohosim

import "time"

// tokenWindow counts the requests with the refresh token (wire/zoho.md 4).
type tokenWindow struct {
	ends      time.Time // of the window, or of the lock when there were too many
	count     int       // in the window
	granted   int       // in all
	throttled int       // in all
}

// tooManyRefreshes counts this request. The window begins with its first one.
func (s *Sim) tooManyRefreshes() bool {
	now, w := s.config.Now(), &s.refresh
	if !now.Before(w.ends) {
		w.ends, w.count = now.Add(grantWindow), 0
	}
	w.count++
	if w.count <= requestsOfGrant {
		return false
	}
	w.throttled++
	if s.is(SwitchTokenLock, "prolonged_by_tries") {
		w.ends = now.Add(grantWindow)
	}
	return true
}

// newGrantedToken ends the oldest token of the refresh token when there are too many.
func (s *Sim) newGrantedToken(foreign bool) string {
	value := newToken(s.config.Rand)
	s.refresh.granted++
	s.accessTokens[value] = &accessToken{
		scopes: AllScopes(), admin: true, foreign: foreign, order: s.refresh.granted, expires: s.config.Now().Add(tokenLifetime),
	}
	for old, token := range s.accessTokens {
		if token.order > 0 && token.order <= s.refresh.granted-tokensPerGrant {
			delete(s.accessTokens, old)
		}
	}
	return value
}
