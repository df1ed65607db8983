// SPDX-License-Identifier: MPL-2.0

package adapter_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/domainverify/terraform-provider-domainverify/internal/service"
	"github.com/domainverify/terraform-provider-domainverify/internal/service/adapter"
)

func TestValueOfAnotherTypeReadsAsNothingAndNumbersKeepTheirDigits(t *testing.T) {
	t.Parallel()
	body, err := adapter.DecodeJSON([]byte(`{"id":123456789012345678901,"name":" acme ","on":true,"state":"Verified","off":"no","list":[{"b":"2","a":["1",null]},{},false]}`))
	if err != nil {
		t.Fatal(err)
	}
	for path, want := range map[string]string{"id": "123456789012345678901", "name": "acme", "on": "", "list": "", "absent": ""} {
		if got := adapter.TextOf(body, path); got != want {
			t.Errorf("%s reads %q, want %q", path, got, want)
		}
		if got := adapter.TextOf(body, path, "deeper"); got != "" {
			t.Errorf("below %s reads %q", path, got)
		}
	}
	for path, want := range map[string][2]bool{"on": {true, true}, "state": {true, true}, "off": {false, true}, "list": {}, "absent": {}} {
		if truth, shown := adapter.TruthOf(body, path); truth != want[0] || shown != want[1] {
			t.Errorf("%s reads %t, %t, want %v", path, truth, shown, want)
		}
	}
	if diff := cmp.Diff([]string{"1", "2"}, adapter.TextsIn(adapter.Member(body, "list"))); diff != "" {
		t.Errorf("texts (-want +got):\n%s", diff)
	}
	for _, odd := range []string{``, `{`, `{}{}`, `<html>`} {
		if got, err := adapter.DecodeJSON([]byte(odd)); err == nil {
			t.Errorf("%q decodes to %v", odd, got)
		}
	}
}

func TestPageInPlaceOfAResponseIsShownByItsTitle(t *testing.T) {
	t.Parallel()
	for body, want := range map[string]string{
		"<!DOCTYPE html><html><head><title>\n Sign in </title></head></html>": `an HTML page with the title "Sign in"`,
		"<html><body>busy</body></html>":                                      "an HTML page",
		" Bad Gateway\n":                                                      "Bad Gateway",
	} {
		if got := adapter.PlainText([]byte(body)); got != want {
			t.Errorf("%q is shown as %q, want %q", body, got, want)
		}
	}
}

func TestSubdomainsAreThoseBelowADomain(t *testing.T) {
	t.Parallel()
	snapshot := service.Snapshot{Domains: map[string]service.Domain{"corp.test": {}, "b.corp.test": {}, "x.a.corp.test": {}, "mycorp.test": {}}}
	if diff := cmp.Diff([]string{"b.corp.test", "x.a.corp.test"}, adapter.Subdomains(snapshot, "corp.test")); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestErrorBodyIsReadByPathsThroughListsWhateverItsShape(t *testing.T) {
	t.Parallel()
	body, ok := adapter.DecodeErrorBody([]byte(`{"message":"No.","status":7,"errors":["Plain.",{"text":"Because.","code":123456789012345678},{"code":"E2"}],"error":{"a":null}}`))
	if !ok {
		t.Fatal("it is no object")
	}
	if diff := cmp.Diff([]string{"No.", "Plain.", "Because."}, body.Texts("message", "status", "error/a", "errors", "errors/text")); diff != "" {
		t.Errorf("texts (-want +got):\n%s", diff)
	}
	if code := body.Code("status/code", "errors/code"); code != "123456789012345678" {
		t.Errorf("the code is %q", code)
	}
	if objects := body.Objects("errors"); len(objects) != 2 || objects[1].Text("code") != "E2" || body.Text("none", "error/a") != "" {
		t.Errorf("objects: %v", objects)
	}
	for _, other := range []string{"[]", "plain", `"text"`, "", "{"} {
		if _, ok := adapter.DecodeErrorBody([]byte(other)); ok {
			t.Errorf("%q is an object", other)
		}
	}
}
