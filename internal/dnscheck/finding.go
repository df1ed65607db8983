// SPDX-License-Identifier: MPL-2.0

package dnscheck

import (
	"github.com/domainverify/terraform-provider-domainverify/internal/displaytext"
	"github.com/domainverify/terraform-provider-domainverify/internal/dnscheck/recordvalue"
)

// Code identifies a cause. Codes are stable: programs and documentation may rely on
// them, while the sentences may be reworded.
type Code string

// The causes that Diagnose and DiagnoseError tell apart.
const (
	// The record is somewhere else.
	DoubledName Code = "doubled_name" // the DNS console added the zone to a full name
	AtWWW       Code = "at_www"
	AtLabel     Code = "at_label" // the service's prefix, or another word, became a host name
	AtParent    Code = "at_parent"
	AtWildcard  Code = "at_wildcard"

	// The record is there and its value is not the expected one.
	MergedValue   = Code(recordvalue.MergedValue)
	CutOff        = Code(recordvalue.CutOff)
	NearMiss      = Code(recordvalue.NearMiss)
	BareToken     = Code(recordvalue.BareToken)
	ForeignPrefix = Code(recordvalue.ForeignPrefix)
	ForeignSuffix = Code(recordvalue.ForeignSuffix)
	StrayOctets   = Code(recordvalue.StrayOctets)
	ChangedCase   = Code(recordvalue.ChangedCase)
	SplitValue    = Code(recordvalue.SplitValue)
	OlderToken    = Code(recordvalue.OlderToken)
	DoubledTarget = Code(recordvalue.DoubledTarget)

	// Something else is there, or nothing at all.
	CNAMEAtName    Code = "cname_at_name"
	FlattenedCNAME Code = "flattened_cname" // addresses are served in place of the CNAME
	RecordMissing  Code = "record_missing"
	NotChecked     Code = "not_checked" // no server of a CNAME's target could be asked

	// The servers.
	PartlyUpdated      Code = "partly_updated"
	InconsistentServer Code = "inconsistent_server" // one address has the record in one check and lacks it in another
	NotDelegated       Code = "not_delegated"
	DelegatedElsewhere Code = "delegated_elsewhere"
	LameServers        Code = "lame_servers"
	RefusingServers    Code = "refusing_servers"
	FailingServers     Code = "failing_servers"
	DeadServers        Code = "dead_servers"
	NoRoute            Code = "no_route" // this machine has no IPv6, and the servers have nothing else
	// ResolverAsNameserver: an entry of Config.Nameservers is no authoritative server.
	ResolverAsNameserver Code = "resolver_as_nameserver"
	PrivateAddress       Code = "private_address" // the DNS names an address that is not of the public internet
	DNSSECBogus          Code = "dnssec_bogus"

	// AbsenceRemembered: the record is published, and resolvers may have an older
	// answer in their caches.
	AbsenceRemembered Code = "absence_remembered"

	// The DNS could not be asked.
	ResolversUnreachable Code = "resolvers_unreachable"
	ZoneUnreachable      Code = "zone_unreachable"
	BadName              Code = "bad_name"
	BadValue             Code = "bad_value"
)

// Finding is one cause why the record is not seen.
type Finding struct {
	Code     Code
	Sentence string // what was seen
	Fix      string // what to do about it
}

// Hints are what the caller knows about the record and the DNS does not tell.
type Hints struct {
	// Prefix is what the service writes before the token, with its separator:
	// "cisco-ci-domain-verification=". When empty, what Expected has up to its
	// first "=", if anything follows that.
	Prefix string
	// Suffix is what the service writes after the token, such as
	// ".zmverify.zoho.eu"; most write nothing there.
	Suffix string
	// OtherPrefixes are those of other services, and former ones of this service.
	OtherPrefixes []string
	// Labels are further host names under which users publish this record by
	// mistake. At most five are tried.
	Labels []string
	// Nameservers are host[:port] of servers that should have the record, such as
	// those that the DNS provider names for the zone. At most four are asked, and only
	// if no delegated server has the record.
	Nameservers []string
}

// escaped makes findings safe to show, whatever a name server put into them.
func escaped(findings []Finding) []Finding {
	for i := range findings {
		findings[i].Sentence = displaytext.Escape(findings[i].Sentence)
		findings[i].Fix = displaytext.Escape(findings[i].Fix)
	}
	return findings
}
