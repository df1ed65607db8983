// SPDX-License-Identifier: MPL-2.0

package dnscheck

import (
	"cmp"
	"errors"
	"fmt"
	"slices"

	"github.com/domainverify/terraform-provider-domainverify/internal/dnscheck/recordvalue"
	"github.com/domainverify/terraform-provider-domainverify/internal/dnsquery"
)

// Kinds of server problems for which there is no Verdict; they differ in the text only.
const (
	addressless  Verdict = "addressless"   // the delegation has to be corrected, not the server
	unresolved   Verdict = "unresolved"    // no resolver could be asked for its addresses
	privateOnly  Verdict = "private only"  // no address of the server may be asked
	resolverOnly Verdict = "resolver only" // an entry of Config.Nameservers is no authoritative server
	onlyIPv6     Verdict = "IPv6 only"     // and this machine has no route for it
	onlyIPv4     Verdict = "IPv4 only"
	silentIPv6   Verdict = "silent IPv6" // it has IPv6 addresses only, and this machine may not reach them
)

// serverProblem is a kind of server that answers about the record at none of its
// addresses.
type serverProblem struct {
	kind     Verdict
	code     Code
	sentence string    // with the servers, a verb, and the name
	verbs    [2]string // singular, plural
	fix      string
	// configured and configuredFix replace sentence and fix for configured servers.
	configured, configuredFix string
}

const correctConfigured = "Set the zone up there, or correct the configured name servers."

var knownProblems = []serverProblem{
	{
		kind: resolverOnly, code: ResolverAsNameserver, verbs: [2]string{"is", "are"},
		sentence: "%s %s no authoritative name server of %s, but offers recursion, as resolvers do.",
		fix:      resolverAsNameserverFix,
	},
	{
		kind: Lame, code: LameServers, verbs: [2]string{"is", "are"},
		sentence:      "%s %s listed as name server of %s and not authoritative for it.",
		fix:           "Set the zone up there, or correct the name servers at the registrar (or in the parent zone).",
		configured:    "%s %s configured as name server of %s and not authoritative for it.",
		configuredFix: correctConfigured,
	},
	{
		kind: Refused, code: RefusingServers, verbs: [2]string{"refuses", "refuse"},
		sentence:      "%s %s queries for %s.",
		fix:           "Set the zone up there, or remove the server from the delegation.",
		configuredFix: correctConfigured,
	},
	{
		kind: Failed, code: FailingServers, verbs: [2]string{"answers", "answer"},
		sentence:      "%s %s with an error when asked for %s.",
		fix:           "Ask the DNS host: the zone may have expired there, or not be loaded.",
		configuredFix: "Ask the DNS host: the zone may have expired there, or not be loaded. A resolver belongs in dns.resolvers, not in dns.nameservers.",
	},
	{
		kind: addressless, code: DeadServers, verbs: [2]string{"has", "have"},
		sentence: "%s %s no address, and so cannot be asked about %s.",
		fix:      "Correct the name servers at the registrar (or in the parent zone), or publish an address of the server.",
	},
	{
		kind: unresolved, code: ResolversUnreachable, verbs: [2]string{"was", "were"},
		sentence: "%s %s not asked about %s: no resolver gave a usable answer to the question for the server's address.",
		fix: "Check that the resolvers respond, or set dns.resolvers of the provider to others; if those do not find the address either, " +
			"the domain of the server's own name is broken, which its DNS host has to mend.",
	},
	{
		kind: privateOnly, code: PrivateAddress, verbs: [2]string{"has", "have"},
		sentence:      "%s %s no public address in the DNS, and so was not asked about %s.",
		fix:           "Correct the addresses of the server, or name it in dns.nameservers; for a split horizon, set dns.allow_private = true.",
		configuredFix: correctConfigured,
	},
	unroutedProblem(onlyIPv6, dnsquery.IPv6, dnsquery.IPv4),
	unroutedProblem(onlyIPv4, dnsquery.IPv4, dnsquery.IPv6),
	{
		kind: silentIPv6, code: DeadServers, verbs: [2]string{"does", "do"},
		sentence: "%s %s not answer queries for %s, and can be asked over IPv6 only.",
		fix: "Check that this machine reaches IPv6 hosts; where it does not, " + recursiveInstead +
			" Otherwise ask the DNS host whether the server is up, and check the firewall for UDP and TCP port 53.",
		configuredFix: "Check that this machine reaches IPv6 hosts; where it does not, enter an IPv4 address in dns.nameservers. " +
			"Otherwise check that the server is up, and the firewall for UDP and TCP port 53.",
	},
	{
		kind: Unreachable, code: DeadServers, verbs: [2]string{"does", "do"},
		sentence: "%s %s not answer queries for %s.",
		fix:      "Ask the DNS host whether the server is up; if only this machine cannot reach it, check the firewall for UDP and TCP port 53.",
	},
}

func unroutedProblem(kind Verdict, family, other string) serverProblem {
	return serverProblem{
		kind: kind, code: NoRoute, verbs: [2]string{"has", "have"},
		sentence:      "%s %s " + family + " addresses only, and this machine has no " + family + " route to them, so that they could not be asked about %s.",
		fix:           "Give this machine an " + family + " route, or " + recursiveInstead,
		configuredFix: "Give this machine an " + family + " route, or enter an " + other + " address in dns.nameservers.",
	}
}

// serverProblems names the servers that do not answer about the record, by what
// they do instead: first those that the delegation names.
func (r Report) serverProblems() []Finding {
	findings := r.unchecked()
	for _, zoneOnly := range []bool{false, true} {
		by := map[Verdict][]string{}
		for _, name := range r.serverNames() {
			if v := r.kindOf(name); !v.Answered() && r.zoneOnly(name) == zoneOnly {
				by[v] = append(by[v], name)
			}
		}
		for _, p := range knownProblems {
			if names := by[p.kind]; len(names) > 0 {
				findings = append(findings, r.describeProblem(p, names, zoneOnly))
			}
		}
	}
	return findings
}

// describeProblem is the finding about the servers with one problem.
func (r Report) describeProblem(p serverProblem, names []string, zoneOnly bool) Finding {
	who, one := recordvalue.Join(names), len(names) == 1
	if total := len(r.serverNames()); len(names) == total && total > 1 {
		who, one = "Every name server ("+who+")", true
	}
	sentence, fix := p.sentence, p.fix
	if r.explicit() {
		sentence, fix = cmp.Or(p.configured, sentence), cmp.Or(p.configuredFix, fix)
	}
	verb := p.verbs[1]
	if one {
		verb = p.verbs[0]
	}
	f := Finding{Code: p.code, Sentence: fmt.Sprintf(sentence, who, verb, r.Name), Fix: fix}
	if zoneOnly {
		f.Sentence += " " + r.zoneOnlySentence(len(names) == 1)
		f.Fix = fmt.Sprintf("Remove %s from the NS records in the zone %s if the DNS is no longer hosted there. The delegation at the registrar needs no change.", who, r.zoneName())
	}
	if r.blockedByUnreachable() && (!zoneOnly || r.quorum() == QuorumAll) {
		f.Fix += fmt.Sprintf(" (The servers that answer have the record; with the quorum %q it counts as soon as enough of the others answer, too.)", r.quorum())
	}
	return f
}

// kindOf is the verdict on the server, or a more exact kind of problem.
func (r Report) kindOf(name string) Verdict {
	v := r.verdictOf(name)
	switch {
	case (v == Lame || v == Refused) && r.explicit() && r.offersRecursion(name):
		return resolverOnly
	case v != Unreachable:
		return v
	case r.withoutAddress(name):
		return addressless
	case isUnresolved(r.answersOf(name)[0].Err):
		return unresolved
	case r.privateOnly(name):
		return privateOnly
	case r.unrouted(name) == dnsquery.IPv6:
		return onlyIPv6
	case r.unrouted(name) == dnsquery.IPv4:
		return onlyIPv4
	case r.onlyFamily(name) == dnsquery.IPv6 && !r.reaches(dnsquery.IPv6):
		return silentIPv6
	}
	return v
}

func (r Report) offersRecursion(name string) bool {
	return slices.ContainsFunc(r.answersOf(name), func(a ServerAnswer) bool { return a.recursive })
}

func (r Report) zoneOnly(name string) bool {
	known := delegationKnown(r.ownAnswers())
	return slices.ContainsFunc(r.answersOf(name), func(a ServerAnswer) bool { return a.zoneOnly(known) })
}

// allZoneOnly reports whether there are servers with these verdicts and the
// delegation names none of them.
func (r Report) allZoneOnly(verdicts ...Verdict) bool {
	known := delegationKnown(r.ownAnswers())
	those := slices.DeleteFunc(r.ownAnswers(), func(a ServerAnswer) bool { return !slices.Contains(verdicts, a.Verdict) })
	return len(those) > 0 && !slices.ContainsFunc(those, func(a ServerAnswer) bool { return !a.zoneOnly(known) })
}

func (r Report) zoneOnlySentence(one bool) string {
	them := "them"
	if one {
		them = "it"
	}
	return fmt.Sprintf("Only the NS records in the zone %s name %s; the delegation of the zone does not.", r.zoneName(), them)
}

// unchecked finds a CNAME whose target's servers could not be asked, so that nothing
// is known of the record.
func (r Report) unchecked() []Finding {
	for _, a := range r.ownAnswers() {
		var broken *AliasError
		if a.Verdict != Unchecked || !errors.As(a.Err, &broken) {
			continue
		}
		f := Finding{
			Code:     NotChecked,
			Sentence: fmt.Sprintf("%s is a CNAME to %s, and it could not be checked whether the %s record is there: %v.", r.Name, a.CNAME, r.Type, broken),
			Fix:      fmt.Sprintf("Check that the name servers of %s answer, and that this machine can reach them.", a.CNAME),
		}
		var elsewhere *elsewhereError
		if errors.As(broken, &elsewhere) {
			f.Fix = fmt.Sprintf("Set dns.resolvers to a resolver that finds the name servers of %s, or leave dns.nameservers out; "+
				"if the target is wrong, correct the CNAME.", a.CNAME)
		}
		return []Finding{f}
	}
	return nil
}
