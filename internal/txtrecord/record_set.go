// SPDX-License-Identifier: MPL-2.0

package txtrecord

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/domainverify/terraform-provider-domainverify/internal/domainname"
)

// RecordSet is all records of one type at one name, an RRset.
type RecordSet struct {
	Name   string
	Type   string
	Values []string
	// TTL in seconds; 0 where none was given. An RRset has one TTL (RFC 2181
	// section 5.2).
	TTL int64
	// Open and OpenTTL say that Values and TTL are not all known yet, OpenName
	// and OpenType that Name and Type are not.
	Open     bool
	OpenTTL  bool
	OpenName bool
	OpenType bool
}

// Merge makes one set per name and type of several, sorted by name and type,
// values sorted and without duplicates. Values of TXT may be given as they are
// or quoted as zone files have them, and come out as they are. The lowest TTL
// wins. Retired values are dropped, and with them sets that hold nothing else.
// Every name and type has to be known.
func Merge(sets []RecordSet, retired []string) ([]RecordSet, error) {
	merged := map[string]*RecordSet{}
	for _, set := range sets {
		set, err := set.canonical()
		if err != nil {
			return nil, err
		}
		key := set.Name + " " + set.Type
		if known := merged[key]; known != nil {
			known.add(set)
		} else {
			merged[key] = &set
		}
	}
	result := make([]RecordSet, 0, len(merged))
	for _, set := range merged {
		if err := set.settle(retired); err != nil {
			return nil, err
		}
		if !set.empty() {
			result = append(result, *set)
		}
	}
	slices.SortFunc(result, func(a, b RecordSet) int {
		return cmp.Or(strings.Compare(a.Name, b.Name), strings.Compare(a.Type, b.Type))
	})
	return result, conflict(result)
}

func (s RecordSet) canonical() (RecordSet, error) {
	if !s.OpenName {
		name, err := domainname.CanonicalRecordName(s.Name)
		if err != nil {
			return s, err
		}
		s.Name = name
	}
	s.Type = strings.ToUpper(strings.TrimSpace(s.Type))
	if s.Type == "" && !s.OpenType {
		return s, fmt.Errorf("the record at %s has an empty type", s.Name)
	}
	if s.TTL < 0 {
		return s, fmt.Errorf("the %s record at %s has the TTL %d, which is below zero", s.Type, s.Name, s.TTL)
	}
	// How values are written depends on the type.
	if s.OpenType {
		s.Values, s.Open = nil, true
	}
	var err error
	s.Values, err = s.plain(s.Values)
	return s, err
}

// plain brings values to the one form in which they are compared.
func (s RecordSet) plain(values []string) ([]string, error) {
	plain := make([]string, 0, len(values))
	for _, value := range values {
		var err error
		switch s.Type {
		case "TXT":
			value, err = Plain(value)
		case "CNAME":
			value = strings.ToLower(strings.TrimSuffix(value, "."))
		}
		if err != nil {
			return nil, fmt.Errorf("in the %s record at %s: %w", s.Type, s.Name, err)
		}
		plain = append(plain, value)
	}
	return plain, nil
}

func (s *RecordSet) add(other RecordSet) {
	s.Values = append(s.Values, other.Values...)
	s.Open = s.Open || other.Open
	s.OpenTTL = s.OpenTTL || other.OpenTTL
	if s.TTL == 0 || (other.TTL > 0 && other.TTL < s.TTL) {
		s.TTL = other.TTL
	}
}

// settle drops what is retired, and brings values into their final order.
func (s *RecordSet) settle(retired []string) error {
	gone, err := s.plain(retired)
	if err != nil {
		return err
	}
	s.Values = slices.DeleteFunc(s.Values, func(value string) bool { return slices.Contains(gone, value) })
	slices.Sort(s.Values)
	s.Values = slices.Compact(s.Values)
	return nil
}

func (s *RecordSet) empty() bool { return len(s.Values) == 0 && !s.Open }
