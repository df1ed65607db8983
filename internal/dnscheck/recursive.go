// SPDX-License-Identifier: MPL-2.0

package dnscheck

import (
	"context"

	"github.com/domainverify/terraform-provider-domainverify/internal/dnsquery"
)

// checkRecursive asks the resolvers for the record itself. The first one that
// answers decides; those that failed before it are in the report. Only when none
// said anything at all is it an error.
func (c *Client) checkRecursive(ctx context.Context, q Question, owner dnsquery.FQDN) (Report, error) {
	asked := dnsquery.Query{Name: owner, Type: q.Type.wire()}
	replies, err := c.resolvers.Replies(ctx, asked)
	if err != nil {
		return Report{}, err
	}
	i := inspection{question: q, owner: owner, resolver: true}
	spoke := false
	answers := make([]ServerAnswer, 0, len(replies))
	for _, r := range replies {
		spoke = spoke || r.Err == nil
		answers = append(answers, i.answer(target{name: r.Resolver, address: r.Resolver}, r.Reply, r.Err))
	}
	if !spoke {
		return Report{}, dnsquery.NewResolverError(asked, replies)
	}
	return c.newReport(q, owner, "", answers), nil
}
