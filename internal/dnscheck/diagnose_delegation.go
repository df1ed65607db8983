// SPDX-License-Identifier: MPL-2.0

package dnscheck

import (
	"context"
	"errors"
	"fmt"
)

// publishedElsewhere asks the servers that the caller believes to have the
// record. If one has it and no delegated server does, the domain is delegated to
// another DNS host than the one that was edited.
func (d *diagnosis) publishedElsewhere(ctx context.Context) []Finding {
	var targets []target
	for _, entry := range d.hints.Nameservers[:min(len(d.hints.Nameservers), maxHintServers)] {
		if address, err := endpoint(entry); err == nil {
			targets = append(targets, target{name: entry, address: entry, dial: address})
		}
	}
	if len(targets) == 0 || d.report.Mode == Recursive || len(d.client.nameservers) > 0 {
		return nil // nobody asked whom the domain is delegated to
	}
	r := &run{client: d.client}
	i := inspection{question: d.report.question(), owner: canonical(d.report.Name)}
	var with []string
	for _, a := range r.askAll(ctx, i, targets) {
		if a.Verdict == Present {
			with = append(with, a.Name)
		}
	}
	if len(with) == 0 {
		return nil
	}
	return []Finding{d.report.delegatedElsewhere(with, d.report.serverNames())}
}

// undelegated: the zone that denies the record is the registry's, so there is
// none to publish it in. A resolver's answer shows only this of an unregistered
// domain, and a registry with an address below the domain says NOERROR.
func (d *diagnosis) undelegated() []Finding {
	r := d.report
	if r.Zone == "" || len(r.Values()) > 0 || len(d.client.nameservers) > 0 {
		return nil
	}
	gone := undelegated(canonical(r.Name), canonical(r.Zone))
	if gone == nil {
		return nil
	}
	return []Finding{{
		Code:     NotDelegated,
		Sentence: fmt.Sprintf("The domain %s is not delegated: %q answers for it and names no servers of its own for it.", gone.Domain, gone.Parent),
		Fix:      delegateFix,
	}}
}

const delegateFix = "Check the spelling; if it is right, register or renew the domain, or set its name servers at the registrar."

func (r Report) question() Question {
	return Question{Name: r.Name, Type: r.Type, Expected: r.Expected}
}

// DiagnoseError words an error of Check as findings; nil when it is none that
// says anything about DNS.
func DiagnoseError(err error) []Finding { return escaped(diagnoseError(err)) }

func diagnoseError(err error) []Finding {
	var undelegated *NotDelegatedError
	var zone *ZoneUnreachableError
	var resolver *ResolverError
	var name *NameError
	var value *ValueError
	switch {
	case errors.As(err, &undelegated):
		return []Finding{{
			Code:     NotDelegated,
			Sentence: fmt.Sprintf("The domain %s is not delegated: the name servers of %q say that it does not exist.", undelegated.Domain, undelegated.Parent),
			Fix:      delegateFix,
		}}
	case errors.As(err, &zone):
		return []Finding{{
			Code:     ZoneUnreachable,
			Sentence: fmt.Sprintf("No name server of %q could be asked (%s).", zone.Zone, listAttempts(zone.Attempts)),
			Fix:      `If this network lets no DNS out, use the dns mode "recursive" with a resolver that it can reach, by https:// if need be.`,
		}}
	case errors.As(err, &resolver):
		return []Finding{{
			Code:     ResolversUnreachable,
			Sentence: fmt.Sprintf("No resolver could be asked for %s (%s).", resolver.Asked, listAttempts(resolver.Attempts)),
			Fix:      "Check the addresses of the resolvers and that this network can reach them; tls:// needs TCP port 853, https:// TCP port 443.",
		}}
	case errors.As(err, &name):
		return []Finding{{Code: BadName, Sentence: fmt.Sprintf("%q cannot be a name in DNS: %s.", name.Name, name.Reason), Fix: "Correct the name."}}
	case errors.As(err, &value):
		return []Finding{{Code: BadValue, Sentence: fmt.Sprintf("The value expected at %s fits in no record: %s.", value.Name, value.Reason), Fix: "Correct the value."}}
	}
	return nil
}
