// SPDX-License-Identifier: MPL-2.0

package simhttp_test

import (
	"fmt"
	"net/http/httptest"
	"testing"

	"github.com/domainverify/terraform-provider-domainverify/internal/sandbox/simhttp"
)

func TestFieldsAreReadByTheirExactNamesAndTypes(t *testing.T) {
	t.Parallel()
	for body, want := range map[string]string{
		`{"name":"acme","tags":["a"],"note":7}`: "acme [a] true <nil>",
		`{"name":"acme","force":false}`:         "acme [] false <nil>",
		`{"Name":"acme"}`:                       "Name should not exist",
		`{"name":""}`:                           "name is required",
		`{"name":null}`:                         "name must not be null",
		`{"name":7}`:                            "name has the wrong type",
		`{"name":"acme","tags":{}}`:             "tags has the wrong type",
		`{"name":"acme","note":null}`:           "acme [] true <nil>",
		`{"name":"acme","colour":"red"}`:        "colour should not exist",
		`null`:                                  "null is no object",
		`{"name":"acme"}{}`:                     "invalid character '{' after top-level value",
	} {
		call := simhttp.Call{Request: httptest.NewRequest("POST", "/", nil), Body: []byte(body)}
		name, tags, force := "", []string{}, true
		got := ""
		if fields, err := call.Fields(); err != nil {
			got = err.Error()
		} else if wrong := fields.ReadStrictly(simhttp.Required("name", &name), simhttp.Optional("tags", &tags),
			simhttp.Optional("force", &force), simhttp.Ignored("note")); wrong != nil {
			got = wrong.Error()
		} else {
			got = fmt.Sprint(name, " ", tags, " ", force, " <nil>")
		}
		if got != want {
			t.Errorf("%s: %s, want %s", body, got, want)
		}
	}
}

func TestFieldsThatAreNotDescribedAreIgnoredUnlessReadStrictly(t *testing.T) {
	t.Parallel()
	name := ""
	if wrong := (simhttp.Fields{"name": []byte(`"acme"`), "colour": []byte(`"red"`)}).Read(simhttp.Required("name", &name)); wrong != nil || name != "acme" {
		t.Errorf("%v, name %q", wrong, name)
	}
}
