// SPDX-License-Identifier: MPL-2.0

package dnscheck

import (
	"context"
	"fmt"

	"github.com/domainverify/terraform-provider-domainverify/internal/dnscheck/delegation"
	"github.com/domainverify/terraform-provider-domainverify/internal/dnscheck/recordvalue"
)

// publishedElsewhere asks the servers that should have the record according to the
// caller. If one has it and no delegated server does, the domain is delegated to
// another DNS host than the one that was edited.
func (d *diagnosis) publishedElsewhere(ctx context.Context) []Finding {
	var targets []delegation.Target
	for _, entry := range d.hints.Nameservers[:min(len(d.hints.Nameservers), maxHintServers)] {
		if target, err := delegation.Configured(entry); err == nil {
			targets = append(targets, target)
		}
	}
	if len(targets) == 0 || d.report.Mode == Recursive || len(d.client.nameservers) > 0 {
		return nil // the servers of the delegation were not asked
	}
	i := inspection{question: d.report.question(), owner: d.report.Name}
	var with []string
	for _, a := range d.client.askAll(ctx, i, targets) {
		if a.Verdict == Present {
			with = append(with, a.Name)
		}
	}
	if len(with) == 0 {
		return nil
	}
	return []Finding{d.report.delegatedElsewhere(with, d.report.serverNames())}
}

func (r Report) delegatedElsewhere(with, without []string) Finding {
	return Finding{
		Code: DelegatedElsewhere,
		Sentence: fmt.Sprintf("The %s record at %s is on %s, but %s is delegated to %s, where it is missing.",
			r.Type, r.Name, recordvalue.Join(with), r.zoneName(), recordvalue.Join(without)),
		Fix: fmt.Sprintf("Publish the record where the domain is delegated to, or change the name servers of %s at the registrar to %s.",
			r.zoneName(), recordvalue.Join(with)),
	}
}

// undelegated finds a domain without a zone: the zone that denies the record is the
// registry's, so there is none to publish it in. Nothing else shows this where a
// resolver answers, or where a registry has an address below the domain and says
// NOERROR.
func (d *diagnosis) undelegated() []Finding {
	r := d.report
	if r.Zone == "" || len(r.Values()) > 0 || len(d.client.nameservers) > 0 {
		return nil
	}
	err := delegation.NotDelegated(r.Name, r.Zone)
	switch {
	case err == nil:
		return nil
	case r.Mode == Recursive:
		err.Resolver = r.answeringServer()
		return []Finding{notDelegated(err)}
	}
	return []Finding{{
		Code:     NotDelegated,
		Sentence: fmt.Sprintf("The domain %s is not delegated: %q answers for it and names no servers of its own for it.", err.Domain, err.Parent),
		Fix:      delegateFix,
	}}
}
