// SPDX-License-Identifier: MPL-2.0

package txtrecord_test

import (
	"errors"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/domainverify/terraform-provider-domainverify/internal/txtrecord"
)

func txt(name string, ttl int64, values ...string) txtrecord.RecordSet {
	return txtrecord.RecordSet{Name: name, Type: "TXT", TTL: ttl, Values: values}
}

func TestRecordsOfOneNameAndTypeBecomeOneSet(t *testing.T) {
	t.Parallel()
	given := []txtrecord.RecordSet{
		txt("Acme.COM.", 3600, "v=spf1 -all", "MS=ms1"),
		txt("acme.com", 300, "cisco-ci-domain-verification=1"),
		{Name: "acme.com", Type: "mx", Values: []string{"10 mail.acme.com."}},
		txt("_x.acme.com", 0, "b", "a"),
		txt("acme.com", 0, `"MS=ms1"`),
		{Name: "code.acme.com", Type: "CNAME", Values: []string{"Verify.Example."}},
		{Name: "code.acme.com", Type: "CNAME", Values: []string{"verify.example"}, TTL: 60},
		txt("bücher.example", 0, "c"),
		{Name: "*.Acme.com", Type: "CNAME", Values: []string{"www.acme.com."}},
	}
	want := []txtrecord.RecordSet{
		{Name: "*.acme.com", Type: "CNAME", Values: []string{"www.acme.com"}},
		txt("_x.acme.com", 0, "a", "b"),
		{Name: "acme.com", Type: "MX", Values: []string{"10 mail.acme.com."}},
		txt("acme.com", 300, "MS=ms1", "cisco-ci-domain-verification=1", "v=spf1 -all"),
		{Name: "code.acme.com", Type: "CNAME", Values: []string{"verify.example"}, TTL: 60},
		txt("xn--bcher-kva.example", 0, "c"),
	}
	order := rand.New(rand.NewPCG(1, 2))
	for range 20 {
		order.Shuffle(len(given), func(i, j int) { given[i], given[j] = given[j], given[i] })
		wantMerged(t, given, nil, want)
	}
}

func TestRetiredValuesAreDropped(t *testing.T) {
	t.Parallel()
	given := []txtrecord.RecordSet{txt("acme.com", 0, "old", "new"), txt("_x.acme.com", 0, "old")}
	wantMerged(t, given, []string{`"old"`, "never there"}, []txtrecord.RecordSet{txt("acme.com", 0, "new")})
	wantMerged(t, given, []string{"old", "new"}, []txtrecord.RecordSet{})
}

func TestSetWithValuesToComeStays(t *testing.T) {
	t.Parallel()
	given := []txtrecord.RecordSet{{Name: "acme.com", Type: "TXT", Open: true}, txt("acme.com", 60, "old"), {Name: "acme.com", Type: "TXT", OpenTTL: true, Values: []string{"a"}}}
	wantMerged(t, given, []string{"old"}, []txtrecord.RecordSet{{Name: "acme.com", Type: "TXT", TTL: 60, Values: []string{"a"}, Open: true, OpenTTL: true}})
}

func TestMergeLeavesItsArgumentsAlone(t *testing.T) {
	t.Parallel()
	given := []txtrecord.RecordSet{txt("Acme.com", 0, "b", "a", "old"), txt("acme.com", 0, "c")}
	retired := []string{"old"}
	wantMerged(t, given, retired, []txtrecord.RecordSet{txt("acme.com", 0, "a", "b", "c")})
	if diff := cmp.Diff([]txtrecord.RecordSet{txt("Acme.com", 0, "b", "a", "old"), txt("acme.com", 0, "c")}, given); diff != "" {
		t.Errorf("arguments after the merge (-want +got):\n%s", diff)
	}
}

func TestAliasBesideOtherRecordsIsAConflict(t *testing.T) {
	t.Parallel()
	alias := func(target string) txtrecord.RecordSet {
		return txtrecord.RecordSet{Name: "acme.com", Type: "CNAME", Values: []string{target}}
	}
	for want, given := range map[string][]txtrecord.RecordSet{
		"excludes every other record at its name, and there is MX, TXT, too": {txt("acme.com", 0, "a"), alias("b"), {Name: "acme.com", Type: "MX", Values: []string{"10 m."}}},
		"at most one CNAME, and these are given: a, b":                       {alias("b"), alias("a")},
	} {
		_, err := txtrecord.Merge(given, nil)
		var conflict *txtrecord.ConflictError
		if !errors.As(err, &conflict) || conflict.Name != "acme.com" || !strings.Contains(err.Error(), want) {
			t.Errorf("error %v, want a conflict at acme.com: %s", err, want)
		}
	}
}

func TestRecordThatCannotExistIsRefused(t *testing.T) {
	t.Parallel()
	for want, given := range map[string]txtrecord.RecordSet{
		"empty label":     txt("acme..com", 0, "a"),
		"empty type":      {Name: "acme.com", Type: " ", Values: []string{"a"}},
		"below zero":      txt("acme.com", -1, "a"),
		"closing quote":   txt("acme.com", 0, `"a`),
		"TXT record at a": txt("acme.com", 0, `"a" b`),
	} {
		if _, err := txtrecord.Merge([]txtrecord.RecordSet{given}, nil); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%+v: error %v, want one about %q", given, err, want)
		}
	}
}

func wantMerged(t *testing.T, given []txtrecord.RecordSet, retired []string, want []txtrecord.RecordSet) {
	t.Helper()
	got, err := txtrecord.Merge(given, retired)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("merged (-want +got):\n%s", diff)
	}
}

func FuzzMergedSetsMergeIntoThemselves(f *testing.F) {
	f.Add("acme.com", "TXT", "v=spf1 -all", "acme.com.", "txt", "b", int64(300))
	f.Add("_a.acme.com", "CNAME", "Target.Test.", "_a.acme.com", "cname", "target.test", int64(0))
	f.Add("bücher.example", "MX", "10 a.", "acme.com", " ", "", int64(-1))
	f.Fuzz(func(t *testing.T, name, kind, value, otherName, otherKind, otherValue string, ttl int64) {
		once, err := txtrecord.Merge([]txtrecord.RecordSet{
			{Name: name, Type: kind, Values: []string{value, otherValue}, TTL: ttl}, {Name: otherName, Type: otherKind, Values: []string{otherValue}},
		}, nil)
		// What begins with a quote is read as quoted, each time.
		if err != nil || strings.Contains(value+otherValue, "\"") {
			return
		}
		twice, err := txtrecord.Merge(once, nil)
		if diff := cmp.Diff(once, twice); err != nil || diff != "" {
			t.Errorf("merged once more: %v (-once +twice):\n%s", err, diff)
		}
		seen := map[string]bool{}
		for _, set := range once {
			if seen[set.Name+" "+set.Type] || !slices.IsSorted(set.Values) {
				t.Errorf("got %+v", once)
			}
			seen[set.Name+" "+set.Type] = true
		}
	})
}
