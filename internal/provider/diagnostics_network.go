// SPDX-License-Identifier: MPL-2.0

package provider

import (
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework/diag"
)

func proxyUnusable(variable string) diag.Diagnostic {
	return diag.NewErrorDiagnostic(summaryInvalidProvider, fmt.Sprintf(
		"The environment variable %s does not hold the URL of a proxy. Set it to a URL such as http://proxy.example.com:3128, or unset it. "+
			"Its value is not shown, because it may hold a password.", variable))
}
