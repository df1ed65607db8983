// SPDX-License-Identifier: MPL-2.0

package dnscheck

import "fmt"

// Denied reports whether a server says that the record is not there, or is
// another one.
func (r Report) Denied() bool {
	s := tallyOf(r.first())
	return s.worst == Absent || s.worst == Different
}

// Inconsistent words what only somebody who looks twice can see: an earlier
// report was Published, and this one is not.
func (r Report) Inconsistent() Finding {
	f := Finding{
		Code:     InconsistentServer,
		Sentence: fmt.Sprintf("The %s record at %s was served at one look and not at the next one: several servers behind one address do not have the same zone, or the record was removed.", r.Type, r.Name),
		Fix:      "Wait until the change has reached all servers of the DNS host; if the answers keep changing, ask the DNS host why they do.",
	}
	if r.Mode == Recursive {
		f.Sentence = fmt.Sprintf("The %s record at %s was in one answer of the resolver and not in the next one: several resolvers behind one address do not remember the same, or the record was removed.", r.Type, r.Name)
		f.Fix = "Wait until the resolvers have forgotten the older answer, or configure another resolver."
	}
	return escaped([]Finding{f})[0]
}
