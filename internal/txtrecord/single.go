// SPDX-License-Identifier: MPL-2.0

package txtrecord

import "fmt"

// Single makes the one set of records that all have the same name and type, by
// the rules of Merge. A name or type that is not known yet is taken to be that
// of the others, and stays open where no other is known. ok is false when there
// is no value left.
func Single(sets []RecordSet, retired []string) (single RecordSet, ok bool, err error) {
	for i, set := range sets {
		set, err := set.canonical()
		if err != nil {
			return RecordSet{}, false, err
		}
		if i == 0 {
			single = set
			continue
		}
		if single.Name, single.OpenName, err = same("names", single.Name, single.OpenName, set.Name, set.OpenName); err != nil {
			return RecordSet{}, false, err
		}
		if single.Type, single.OpenType, err = same("types", single.Type, single.OpenType, set.Type, set.OpenType); err != nil {
			return RecordSet{}, false, err
		}
		single.add(set)
	}
	if err := single.settle(retired); err != nil {
		return RecordSet{}, false, err
	}
	if single.OpenName {
		return single, !single.empty(), nil
	}
	return single, !single.empty(), conflict([]RecordSet{single})
}

// same returns what two records share, or the known one of the two.
func same(what, one string, oneOpen bool, other string, otherOpen bool) (shared string, open bool, err error) {
	switch {
	case oneOpen:
		return other, otherOpen, nil
	case !otherOpen && one != other:
		return "", false, fmt.Errorf("the records have different %s, %s and %s, and a record set has one: make a record set of each", what, one, other)
	}
	return one, false, nil
}
