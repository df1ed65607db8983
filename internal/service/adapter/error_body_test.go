// SPDX-License-Identifier: MPL-2.0

package adapter_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/domainverify/terraform-provider-domainverify/internal/service/adapter"
)

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
