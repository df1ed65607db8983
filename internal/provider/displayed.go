// SPDX-License-Identifier: MPL-2.0

package provider

import (
	"fmt"

	"github.com/domainverify/terraform-provider-domainverify/internal/displaytext"
)

// shownFields are the fields of a log line. Terraform prints them decoded.
func shownFields(fields map[string]any) map[string]any {
	safe := make(map[string]any, len(fields))
	for name, value := range fields {
		switch value := value.(type) {
		case string:
			safe[name] = displaytext.Short(value)
		case error:
			safe[name] = displaytext.Short(value.Error())
		case fmt.Stringer:
			safe[name] = displaytext.Short(value.String())
		default:
			safe[name] = value
		}
	}
	return safe
}
