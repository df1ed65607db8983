// SPDX-License-Identifier: MPL-2.0

package identity_test

import (
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/tfsdk"
	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"github.com/domainverify/terraform-provider-domainverify/internal/provider/identity"
)

// terraform import ADDRESS "", as with a variable that is not set, sends a null identity.
func TestImportWithoutAnIDSaysWhichFormItHas(t *testing.T) {
	t.Parallel()
	for _, withMethod := range []bool{false, true} {
		schema := identity.DomainSchema()
		if withMethod {
			schema = identity.MethodSchema()
		}
		none := &tfsdk.ResourceIdentity{Schema: schema, Raw: tftypes.NewValue(schema.Type().TerraformType(t.Context()), nil)}
		var diags diag.Diagnostics
		_, ok := identity.ReadImport(t.Context(), nil, resource.ImportStateRequest{Identity: none}, withMethod, &diags)
		if ok || len(diags) != 1 || !strings.Contains(diags[0].Detail(), "is not of the form service/organization_id/domain") {
			t.Errorf("with a method %t: %v", withMethod, diags)
		}
	}
}
