// SPDX-License-Identifier: MPL-2.0

package main

import (
	"encoding/json"
	"fmt"
	"reflect"
	"strings"
	"testing"
)

// printed is a list with the tool in both forms that the format knows.
func printed(tools, hash string) []byte {
	hashes := fmt.Sprintf(`"hashes": [{"alg": "SHA-256", "content": %q}]`, hash)
	return fmt.Appendf(nil, `{"version": 1, "bomFormat": "CycloneDX", "metadata": {"tools": %s},
		"components": [{"name": "b", "purl": "pkg:golang/b@v1?a=1&b=<2>", "hashes": [{"alg": "SHA-256", "content": "abc"}]}, {"name": "a"}]}`,
		strings.ReplaceAll(tools, "HASHES", hashes))
}

func TestListIsTheSameWhateverTheHashOfTheToolIs(t *testing.T) {
	t.Parallel()
	for tools, want := range map[string]any{
		`[{"name": "tool", HASHES}]`:                 []any{map[string]any{"name": "tool"}},
		`{"components": [{"name": "tool", HASHES}]}`: map[string]any{"components": []any{map[string]any{"name": "tool"}}},
	} {
		list, err := withoutToolHashes(printed(tools, "1"))
		if err != nil {
			t.Fatal(err)
		}
		again, err := withoutToolHashes(printed(tools, "2"))
		if err != nil || string(list) != string(again) {
			t.Errorf("%s: two lists (%v):\n%s\n%s", tools, err, list, again)
		}
		var got, whole map[string]any
		if err := json.Unmarshal(list, &got); err != nil {
			t.Fatal(err)
		}
		if err := json.Unmarshal(printed(tools, "1"), &whole); err != nil {
			t.Fatal(err)
		}
		whole["metadata"] = map[string]any{"tools": want}
		if !reflect.DeepEqual(got, whole) {
			t.Errorf("%s: the list is\n%v, want\n%v", tools, got, whole)
		}
	}
}

func TestWhatIsNoListIsRefused(t *testing.T) {
	t.Parallel()
	for _, text := range []string{"", "no JSON", "{}", `{"metadata": {}}`, `{"metadata": []}`} {
		if list, err := withoutToolHashes([]byte(text)); err == nil {
			t.Errorf("%q becomes the list %s", text, list)
		}
	}
}
