// SPDX-License-Identifier: MPL-2.0

package service

import (
	"context"
	"io"
	"net/http"
	"time"
)

// Definition is what the provider needs to offer a service: its settings, and
// how to make it of them. Package catalog lists all definitions.
type Definition struct {
	Name string
	// Title is what people call the service.
	Title string
	// Settings in the order of documentation. The provider block has a nested
	// attribute Name with one string attribute for each of them.
	Settings []Setting
	// New makes the service without any request. Errors are *SettingError.
	New func(Values, Dependencies) (Service, error)
}

// Setting is one string attribute of a service's block.
type Setting struct {
	Name string
	// EnvironmentVariable is read where the attribute is not set.
	EnvironmentVariable string
	// Secret settings never show in errors or logs.
	Secret bool
	// Identifying settings, set in the environment, configure the service
	// without a block.
	Identifying bool
}

// Secrets returns the values that never may show.
func (d Definition) Secrets(values Values) []string {
	var secrets []string
	for _, setting := range d.Settings {
		if value := values[setting.Name]; setting.Secret && value != "" {
			secrets = append(secrets, value)
		}
	}
	return secrets
}

// Values holds the settings that are set, by name.
type Values map[string]string

// Dependencies is what a service takes from its process.
type Dependencies struct {
	UserAgent string
	Transport http.RoundTripper
	Now       func() time.Time
	// Sleep pauses on the clock that Now reads, and returns early with the cause
	// of the context's end.
	Sleep  func(context.Context, time.Duration) error
	Random io.Reader
	Log    func(ctx context.Context, message string, fields map[string]any)
	// MinPause and MaxPause bound the pauses between repeated requests; zero
	// means the default.
	MinPause, MaxPause time.Duration
	// Grace is how long a write that is under way may outlive its context; zero
	// means the default, which keeps the promise of a second.
	Grace time.Duration
}

// SettingError says which setting is wrong and how.
type SettingError struct {
	// Setting is empty when the fault lies in the combination.
	Setting string
	Reason  string
}

func (e *SettingError) Error() string {
	if e.Setting == "" {
		return e.Reason
	}
	return e.Setting + ": " + e.Reason
}
