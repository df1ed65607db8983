// SPDX-License-Identifier: MPL-2.0

package loglevel

import (
	"fmt"
	"strings"
)

// variables set the levels of the loggers of a provider's process: those of terraform-plugin-go,
// of its messages, of terraform-plugin-framework, and of the provider itself. Each needs its own: where
// one is not set, every message is put together before the level of another drops it.
func variables() []string {
	return []string{"TF_LOG_SDK", "TF_LOG_SDK_PROTO", "TF_LOG_SDK_FRAMEWORK", "TF_LOG_PROVIDER_DOMAINVERIFY"}
}

// Set sets these variables before the provider is served, so that it logs at the level that
// Terraform shows of providers (developer.hashicorp.com/terraform/internals/debugging): that of
// TF_LOG_PROVIDER, else of TF_LOG, else none. What is set already stays as it is.
func Set(environment func(string) string, set func(name, value string) error) error {
	level := environment("TF_LOG_PROVIDER")
	if level == "" {
		level = environment("TF_LOG")
	}
	switch level = strings.ToUpper(level); level {
	case "":
		level = "OFF"
	case "TRACE", "DEBUG", "INFO", "WARN", "ERROR", "OFF":
	default:
		// JSON is the level TRACE in another form, and what Terraform does not know is TRACE.
		level = "TRACE"
	}
	for _, name := range variables() {
		if environment(name) != "" {
			continue
		}
		if err := set(name, level); err != nil {
			return fmt.Errorf("set the log level %s=%s: %w", name, level, err)
		}
	}
	return nil
}
