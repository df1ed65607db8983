// SPDX-License-Identifier: MPL-2.0

package ratelimit

import (
	"context"
	"time"
)

// writes admits one write at a time, and the next one only when some time has passed
// since the response to the one before. Whoever waits for it is not in the queue of all
// requests yet, so that reads pass.
type writes struct {
	// between is 0 where writes need no pause; then they are admitted at once.
	between time.Duration
	queue   waitQueue
	// ended is when the last write got its response. Only the head of the queue uses it.
	ended time.Time
}

// left is how long it takes until the next write may be sent.
func (w *writes) left(now time.Time) time.Duration {
	if w.ended.IsZero() {
		return 0
	}
	return max(w.ended.Add(w.between).Sub(now), 0)
}

// WaitToWrite is Wait for an attempt that writes. It waits for the other writes first
// (Config.BetweenWrites). The caller has to call done when the attempt has ended, which
// lets the next write go.
func (l *Limiter) WaitToWrite(ctx context.Context) (done func(), err error) {
	if l.writes.between == 0 {
		return func() {}, l.Wait(ctx)
	}
	joined := l.now()
	if err := l.tooLong(joined); err != nil {
		return nil, err
	}
	turn, err := l.writes.queue.enter(ctx)
	if err != nil {
		return nil, err
	}
	err = l.waitBetweenWrites(ctx)
	l.logWait(ctx, joined, "waited for another write")
	if err == nil {
		err = l.Wait(ctx)
	}
	if err != nil {
		l.writes.queue.exit(turn)
		return nil, err
	}
	return func() {
		l.writes.ended = l.now()
		l.writes.queue.exit(turn)
	}, nil
}

func (l *Limiter) waitBetweenWrites(ctx context.Context) error {
	left := l.writes.left(l.now())
	if left == 0 {
		return nil
	}
	if err := l.sleep(ctx, left); err != nil && ctx.Err() == nil {
		return err
	}
	return ctx.Err()
}
