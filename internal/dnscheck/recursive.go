// SPDX-License-Identifier: MPL-2.0

package dnscheck

import "context"

// checkRecursive asks the resolvers for the record itself. The first one that
// answers decides; those that failed before it are in the report. Only when none
// said anything at all is it an error.
func (c *Client) checkRecursive(ctx context.Context, q Question, owner string) (Report, error) {
	asked := query{name: owner, qtype: q.Type.wire()}
	replies, err := c.resolvers.ask(ctx, asked)
	if err != nil {
		return Report{}, err
	}
	i := inspection{question: q, owner: owner, resolver: true}
	spoke := false
	answers := make([]ServerAnswer, 0, len(replies))
	for _, r := range replies {
		spoke = spoke || r.err == nil
		answers = append(answers, i.answer(target{name: r.address, address: r.address}, r.reply, r.err))
	}
	if !spoke {
		return Report{}, &ResolverError{Asked: asked.String(), Attempts: resolverAttempts(replies)}
	}
	return c.newReport(q, owner, "", answers), nil
}
