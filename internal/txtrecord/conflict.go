// SPDX-License-Identifier: MPL-2.0

package txtrecord

import (
	"fmt"
	"strings"
)

// ConflictError means that the records cannot stand side by side in DNS.
type ConflictError struct {
	Name   string
	Reason string
}

func (e *ConflictError) Error() string {
	return fmt.Sprintf("the records at %s cannot be published together: %s", e.Name, e.Reason)
}

// conflict finds aliases that are not alone at their name (RFC 1034 section
// 3.6.2, RFC 2181 section 10.1).
func conflict(sets []RecordSet) error {
	for _, set := range sets {
		if set.Type == "CNAME" && len(set.Values) > 1 {
			return &ConflictError{Name: set.Name, Reason: fmt.Sprintf("a name has at most one CNAME, and these are given: %s", strings.Join(set.Values, ", "))}
		}
		if others := otherTypes(sets, set.Name); set.Type == "CNAME" && len(others) > 0 {
			return &ConflictError{Name: set.Name, Reason: fmt.Sprintf("a CNAME excludes every other record at its name, and there is %s, too", strings.Join(others, ", "))}
		}
	}
	return nil
}

func otherTypes(sets []RecordSet, name string) []string {
	var types []string
	for _, set := range sets {
		if set.Name == name && set.Type != "CNAME" {
			types = append(types, set.Type)
		}
	}
	return types
}
