// SPDX-License-Identifier: MPL-2.0

package main

import (
	"bytes"
	"encoding/json"
	"maps"
	"slices"
	"testing"
)

// printed is the part of the format that the test looks at.
type printed struct {
	ProviderSchemas map[string]struct {
		ResourceSchemas map[string]struct {
			Block struct {
				Attributes map[string]struct {
					Type       json.RawMessage
					NestedType *struct{ Attributes map[string]any } `json:"nested_type"`
				}
			}
		} `json:"resource_schemas"`
		Ephemeral map[string]struct {
			Block struct{ Attributes map[string]any }
		} `json:"ephemeral_resource_schemas"`
		Lists map[string]struct {
			Block struct{ Attributes map[string]any }
		} `json:"list_resource_schemas"`
		Actions map[string]struct {
			Block struct{ Attributes map[string]any }
		} `json:"action_schemas"`
		Identities map[string]struct{ Attributes map[string]any } `json:"resource_identity_schemas"`
	} `json:"provider_schemas"`
}

func TestEveryResourceIsPrintedWithTypesAndIdentity(t *testing.T) {
	t.Parallel()
	var text bytes.Buffer
	if err := write(t.Context(), &text); err != nil {
		t.Fatal(err)
	}
	var got printed
	if err := json.Unmarshal(text.Bytes(), &got); err != nil {
		t.Fatal(err)
	}
	provider := got.ProviderSchemas[address]
	if len(provider.ResourceSchemas) < 4 {
		t.Errorf("resources %v, want at least the four of a verification", slices.Sorted(maps.Keys(provider.ResourceSchemas)))
	}
	for name, resource := range provider.ResourceSchemas {
		if len(provider.Identities[name].Attributes) == 0 {
			t.Errorf("%s has no identity", name)
		}
		for attribute, found := range resource.Block.Attributes {
			if (len(found.Type) == 0) == (found.NestedType == nil) {
				t.Errorf("%s.%s has type %q and nested type %v, want one of them", name, attribute, found.Type, found.NestedType)
			}
		}
	}
}

func TestEphemeralResourcesArePrintedWithAttributes(t *testing.T) {
	t.Parallel()
	var text bytes.Buffer
	if err := write(t.Context(), &text); err != nil {
		t.Fatal(err)
	}
	var got printed
	if err := json.Unmarshal(text.Bytes(), &got); err != nil {
		t.Fatal(err)
	}
	if ephemeral := got.ProviderSchemas[address].Ephemeral; ephemeral["domainverify_portal_link"].Block.Attributes["link"] == nil {
		t.Errorf("ephemeral resources %v, want domainverify_portal_link with its link", ephemeral)
	}
}

func TestListResourcesAndActionsArePrintedWithAttributes(t *testing.T) {
	t.Parallel()
	var text bytes.Buffer
	if err := write(t.Context(), &text); err != nil {
		t.Fatal(err)
	}
	var got printed
	if err := json.Unmarshal(text.Bytes(), &got); err != nil {
		t.Fatal(err)
	}
	provider := got.ProviderSchemas[address]
	for name := range provider.ResourceSchemas {
		if provider.Lists[name].Block.Attributes["service"] == nil {
			t.Errorf("%s is not listed by service", name)
		}
	}
	if provider.Actions["domainverify_verify"].Block.Attributes["domains"] == nil {
		t.Errorf("actions %v, want domainverify_verify with its domains", provider.Actions)
	}
}

func TestSchemasArePrintedTheSameEveryTime(t *testing.T) {
	t.Parallel()
	var first, second bytes.Buffer
	if err := write(t.Context(), &first); err != nil {
		t.Fatal(err)
	}
	if err := write(t.Context(), &second); err != nil {
		t.Fatal(err)
	}
	if first.Len() == 0 || !bytes.Equal(first.Bytes(), second.Bytes()) {
		t.Errorf("two runs print %d and %d bytes, want the same text", first.Len(), second.Len())
	}
}
