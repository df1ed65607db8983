// SPDX-License-Identifier: MPL-2.0

package providerdata

import (
	"context"
	"fmt"

	"github.com/hashicorp/terraform-plugin-log/tflog"

	"github.com/domainverify/terraform-provider-domainverify/internal/displaytext"
	"github.com/domainverify/terraform-provider-domainverify/internal/verification"
)

// Log is the provider's log for packages that know no Terraform.
func Log(ctx context.Context, level verification.Level, message string, fields map[string]any) {
	write := tflog.Debug
	switch level {
	case verification.Info:
		write = tflog.Info
	case verification.Warn:
		write = tflog.Warn
	}
	write(ctx, displaytext.Short(message), LogFields(fields))
}

// LogFields are the fields of a log line. Terraform prints them decoded.
func LogFields(fields map[string]any) map[string]any {
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
