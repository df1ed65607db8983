// SPDX-License-Identifier: MPL-2.0

package dnscheck

import (
	"context"
	"sync"

	"github.com/domainverify/terraform-provider-domainverify/internal/dnsquery"
)

// askAll asks every target at once; the answers are in the order of the targets.
func (r *zoneCheck) askAll(ctx context.Context, i inspection, targets []target) []ServerAnswer {
	answers := make([]ServerAnswer, len(targets))
	q := dnsquery.Query{Name: i.owner, Type: i.question.Type.wire()}
	var all sync.WaitGroup
	for at, t := range targets {
		all.Go(func() {
			got, err := r.client.exchanger.Exchange(ctx, t.dial, q)
			answers[at] = i.answer(t, got, err)
		})
	}
	all.Wait()
	return answers
}

// answer judges what came from one target, or that nothing came.
func (i inspection) answer(t target, got dnsquery.Reply, err error) ServerAnswer {
	a := ServerAnswer{Owner: i.owner, Verdict: Unreachable, Err: err}
	if err == nil {
		a = i.judge(got.Message)
		a.RTT = got.RTT
	}
	a.Name, a.Address, a.by = t.name, t.address, t.by
	return a
}
