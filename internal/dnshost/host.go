// SPDX-License-Identifier: MPL-2.0

package dnshost

import (
	"path"
	"slices"
	"strings"
)

// Host is a company that hosts zones.
type Host struct {
	Name string
	// Servers are what the names of its name servers end in, label by label; a
	// star stands for any characters within one label: "awsdns-*.com".
	Servers []string
	// Rents are servers of another company that it uses under their own names.
	// They count as its own in zones that are known to be its: those that have
	// one of Servers, too, or whose SOA names Contact.
	Rents   []string
	Contact string
	// Resource is the type of the Terraform resource that publishes a TXT record
	// there, from the provider with the source Provider; both are empty when no
	// provider is known.
	Resource string
	Provider string
	// Note is what a user has to know before believing this row.
	Note string
}

// Hosts returns the table, in no particular order.
func Hosts() []Host { return slices.Concat(cloudHosts(), registrarHosts()) }

// Finding is who serves a zone.
type Finding struct {
	// Hosts in the order of their names; usually one.
	Hosts []Host
	// Strangers are name servers of no known host.
	Strangers []string
}

// Recognize finds the hosts of a zone by its name servers and by the contact in
// its SOA (RNAME, RFC 1035 section 3.3.13), which may be empty when unknown.
func Recognize(nameservers []string, contact string) Finding {
	var found Finding
	hosts := Hosts()
	renter := slices.IndexFunc(hosts, func(h Host) bool { return h.rentsFor(nameservers, contact) })
	for _, nameserver := range nameservers {
		at := owner(hosts, nameserver)
		if renter >= 0 && matchLength(hosts[renter].Rents, nameserver) > 0 {
			at = renter
		}
		switch {
		case at < 0:
			found.Strangers = append(found.Strangers, nameserver)
		case !slices.ContainsFunc(found.Hosts, func(h Host) bool { return h.Name == hosts[at].Name }):
			found.Hosts = append(found.Hosts, hosts[at])
		}
	}
	slices.SortFunc(found.Hosts, func(a, b Host) int { return strings.Compare(a.Name, b.Name) })
	return found
}

func (h Host) rentsFor(nameservers []string, contact string) bool {
	if len(h.Rents) == 0 {
		return false
	}
	if h.Contact != "" && matchLength([]string{h.Contact}, contact) > 0 {
		return true
	}
	return slices.ContainsFunc(nameservers, func(name string) bool { return matchLength(h.Servers, name) > 0 })
}

// owner is the row that matches the name most closely (the name servers of IONOS
// Cloud end in the same domains as those of IONOS), or -1.
func owner(hosts []Host, nameserver string) int {
	best, longest := -1, 0
	for i, host := range hosts {
		if length := matchLength(host.Servers, nameserver); length > longest {
			best, longest = i, length
		}
	}
	return best
}

// matchLength is the number of labels of the longest pattern that name ends in.
func matchLength(patterns []string, name string) int {
	labels := strings.Split(strings.ToLower(strings.TrimSuffix(name, ".")), ".")
	longest := 0
	for _, pattern := range patterns {
		wanted := strings.Split(pattern, ".")
		if len(wanted) > len(labels) || len(wanted) <= longest {
			continue
		}
		if endsIn(labels[len(labels)-len(wanted):], wanted) {
			longest = len(wanted)
		}
	}
	return longest
}

func endsIn(labels, wanted []string) bool {
	for i, pattern := range wanted {
		if fits, err := path.Match(pattern, labels[i]); err != nil || !fits {
			return false
		}
	}
	return true
}
