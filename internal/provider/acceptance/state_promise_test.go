// SPDX-License-Identifier: MPL-2.0

package acceptance_test

import (
	"encoding/json"
	"fmt"
	"maps"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
)

// neverInAnEmptyPlan are attributes that have a value only while a plan changes something.
var neverInAnEmptyPlan = []string{
	"domainverify_verification.failure_reason", // of a pending one, which every plan tries again
}

// The plan of a state shows only of what the state holds that it can be read.
func TestStateOfTheNewestVersionHoldsEveryResourceAndAValueOfEveryAttributeOfItsTime(t *testing.T) {
	t.Parallel()
	folders := statesOfVersions(t)
	held := attributesHeld(t, folders[len(folders)-1])
	for kind, schema := range resourceSchemas(t) {
		if held[kind] == nil {
			t.Errorf("the state holds no %s", kind)
		}
		for path, attribute := range attributesOf(kind, schema.Block.Attributes) {
			hasValue, isHeld := held[kind][path]
			switch {
			case !isHeld && attribute.Required:
				t.Errorf("%s is required, and the state does not have it: an earlier configuration does not have it either", path)
			case isHeld && !hasValue && !slices.Contains(neverInAnEmptyPlan, path):
				t.Errorf("%s is null wherever it is in the state", path)
			}
		}
	}
}

// Terraform leaves out what the schema no longer has, without a word.
func TestNoAttributeThatAStateHoldsIsGoneFromItsSchema(t *testing.T) {
	t.Parallel()
	schemas := resourceSchemas(t)
	for _, folder := range statesOfVersions(t) {
		for kind, paths := range attributesHeld(t, folder) {
			known := map[string]*tfprotov6.SchemaAttribute{}
			if schema := schemas[kind]; schema != nil {
				known = attributesOf(kind, schema.Block.Attributes)
			}
			for path := range paths {
				if known[path] == nil {
					t.Errorf("%s: %s is in the state, and no longer in the schema", filepath.Base(folder), path)
				}
			}
		}
	}
}

// A state of Terraform 1.12 and later holds identities as well, and an identity with
// other attributes is one of another version, with an upgrade.
func TestIdentityOfEveryResourceIsTheOneOfTheFirstVersion(t *testing.T) {
	t.Parallel()
	response, err := providerServer(t).GetResourceIdentitySchemas(t.Context(), &tfprotov6.GetResourceIdentitySchemasRequest{})
	if err != nil {
		t.Fatal(err)
	}
	got := map[string]string{}
	for kind, schema := range response.IdentitySchemas {
		var names []string
		for _, attribute := range schema.IdentityAttributes {
			names = append(names, attribute.Name+" "+strings.TrimPrefix(attribute.Type.String(), "tftypes."))
		}
		slices.Sort(names)
		got[kind] = fmt.Sprintf("%d: %s", schema.Version, strings.Join(names, ", "))
	}
	const ofDomain, ofMethod = "0: domain String, organization_id String, service String", "0: domain String, method String, organization_id String, service String"
	equal(t, "identities", got, map[string]string{
		"domainverify_organization_domain": ofDomain, "domainverify_claim": ofDomain,
		"domainverify_verification_token": ofMethod, "domainverify_verification": ofMethod,
	})
}

func providerServer(t *testing.T) tfprotov6.ProviderServer {
	t.Helper()
	server, err := providers(func(string) string { return "" }, hurriedClock())["domainverify"]()
	if err != nil {
		t.Fatal(err)
	}
	return server
}

func resourceSchemas(t *testing.T) map[string]*tfprotov6.Schema {
	t.Helper()
	response, err := providerServer(t).GetProviderSchema(t.Context(), &tfprotov6.GetProviderSchemaRequest{})
	if err != nil || len(response.ResourceSchemas) == 0 {
		t.Fatalf("no schemas of resources (%v)", err)
	}
	return response.ResourceSchemas
}

// attributesOf are those of a schema, nested ones included, by their path.
func attributesOf(path string, attributes []*tfprotov6.SchemaAttribute) map[string]*tfprotov6.SchemaAttribute {
	all := map[string]*tfprotov6.SchemaAttribute{}
	for _, attribute := range attributes {
		all[path+"."+attribute.Name] = attribute
		if attribute.NestedType != nil {
			maps.Copy(all, attributesOf(path+"."+attribute.Name, attribute.NestedType.Attributes))
		}
	}
	return all
}

// attributesHeld are, by the type of the resource, the paths of the attributes of all
// its objects in a state file, and whether one of them has a value there.
func attributesHeld(t *testing.T, folder string) map[string]map[string]bool {
	t.Helper()
	var file struct {
		Resources []struct {
			Type      string
			Instances []struct{ Attributes map[string]any }
		}
	}
	if err := json.Unmarshal([]byte(readFile(t, filepath.Join(folder, "state.json"))), &file); err != nil {
		t.Fatal(err)
	}
	held := map[string]map[string]bool{}
	for _, resource := range file.Resources {
		if !strings.HasPrefix(resource.Type, "domainverify_") {
			continue
		}
		if held[resource.Type] == nil {
			held[resource.Type] = map[string]bool{}
		}
		for _, instance := range resource.Instances {
			hold(held[resource.Type], resource.Type, instance.Attributes)
		}
	}
	return held
}

func hold(held map[string]bool, path string, attributes map[string]any) {
	for name, value := range attributes {
		held[path+"."+name] = held[path+"."+name] || value != nil
		if nested, is := value.(map[string]any); is {
			hold(held, path+"."+name, nested)
		}
	}
}
