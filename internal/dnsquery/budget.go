// SPDX-License-Identifier: MPL-2.0

package dnsquery

import (
	"context"
	"fmt"
	"sync/atomic"
)

// Budget counts and bounds the packets of one check. It travels in the context,
// so that it counts what lookups in between send as well.
type Budget struct {
	limit int64
	sent  atomic.Int64
}

type budgetKey struct{}

// WithBudget lets the queries under the context send at most limit packets
// together; those beyond it fail with a *BudgetError. Without a budget nothing is
// counted.
func WithBudget(ctx context.Context, limit int) (context.Context, *Budget) {
	b := &Budget{limit: int64(limit)}
	return context.WithValue(ctx, budgetKey{}, b), b
}

// Sent is the number of packets that were sent, UDP repeats included.
func (b *Budget) Sent() int64 { return min(b.sent.Load(), b.limit) }

// countPacket counts one packet. The error is a *BudgetError.
func countPacket(ctx context.Context) error {
	b, ok := ctx.Value(budgetKey{}).(*Budget)
	if !ok || b.sent.Add(1) <= b.limit {
		return nil
	}
	return &BudgetError{Limit: b.limit}
}

// BudgetError means that a query was not sent, because the check had sent all
// packets of its Budget.
type BudgetError struct{ Limit int64 }

func (e *BudgetError) Error() string {
	return fmt.Sprintf("not asked: this check has already sent its maximum of %d packets", e.Limit)
}
