// SPDX-License-Identifier: MPL-2.0

package httpapi

import (
	"context"
	"slices"
	"sync"
)

// line lets one in at a time, in the order in which they came. A mutex would
// not do: who waits for one cannot walk away.
type line struct {
	mu sync.Mutex
	// turns are closed when they come; the first one's has.
	turns []chan struct{}
}

// join returns when it is the caller's turn, which ends with leave, or with
// the error of ctx, and then it is nobody's.
func (l *line) join(ctx context.Context) (chan struct{}, error) {
	turn := make(chan struct{})
	l.mu.Lock()
	l.turns = append(l.turns, turn)
	if len(l.turns) == 1 {
		close(turn)
	}
	l.mu.Unlock()

	select {
	case <-turn:
		return turn, nil
	case <-ctx.Done():
		l.leave(turn)
		return nil, ctx.Err()
	}
}

func (l *line) leave(turn chan struct{}) {
	l.mu.Lock()
	defer l.mu.Unlock()
	at := slices.Index(l.turns, turn)
	l.turns = slices.Delete(l.turns, at, at+1)
	if at == 0 && len(l.turns) > 0 {
		close(l.turns[0])
	}
}
