// SPDX-License-Identifier: MPL-2.0

package adapter

import (
	"context"
	"net/url"
	"strings"
	"time"

	"github.com/domainverify/terraform-provider-domainverify/internal/domainname"
	"github.com/domainverify/terraform-provider-domainverify/internal/httpapi"
	"github.com/domainverify/terraform-provider-domainverify/internal/httpapi/ratelimit"
	"github.com/domainverify/terraform-provider-domainverify/internal/service"
)

// WithEnvironment gives every setting the environment variable that is its name in
// capitals behind the prefix, unless it has one of its own.
func WithEnvironment(prefix string, settings []service.Setting) []service.Setting {
	for n := range settings {
		if settings[n].EnvironmentVariables == nil {
			settings[n].EnvironmentVariables = []string{prefix + strings.ToUpper(settings[n].Name)}
		}
	}
	return settings
}

// RequestsPerMinute is that setting of a service which is sent requests without a bound where
// it is not set. variables are those of the environment, where WithEnvironment gives it none.
func RequestsPerMinute(company string, variables ...string) service.Setting {
	return service.Setting{
		Name: service.SettingRequestsPerMinute, Kind: service.KindNumber, EnvironmentVariables: variables,
		Description: "Maximum number of requests within any minute, shared by all resources. Unlimited by default; when " + company + " rate limits a request, all requests wait.",
	}
}

// Complete fills in the clock and the log where tests leave them out.
func Complete(deps service.Dependencies) service.Dependencies {
	if deps.Now == nil {
		deps.Now = time.Now
	}
	if deps.Log == nil {
		deps.Log = func(context.Context, string, map[string]any) {}
	}
	return deps
}

// Defaults are what stands for the settings base_url and requests_per_minute where
// they are not set.
type Defaults struct {
	BaseURL string
	// RequestsPerMinute is 0 for no bound. RateAdvice says what the service is known to
	// allow.
	RequestsPerMinute int
	RateAdvice        string
	// BetweenWrites is how long after the response to a write the next one may be sent;
	// 0 where writes may be concurrent.
	BetweenWrites time.Duration
}

// ClientConfig is HTTPConfig with what the settings of every service give: base URL,
// secrets and rate limiter. Tokens, and what is special, are the adapter's. Errors are
// *service.SettingError.
func ClientConfig(definition service.Definition, values service.Values, deps service.Dependencies, defaults Defaults) (httpapi.Config, error) {
	config := HTTPConfig(deps, httpapi.NewRedactor(definition.Secrets(values)...))
	base, err := BaseURL(values, "base_url", defaults.BaseURL)
	if err != nil {
		return httpapi.Config{}, err
	}
	perMinute, err := values.RequestsPerMinute(defaults.RequestsPerMinute, defaults.RateAdvice)
	if err != nil {
		return httpapi.Config{}, err
	}
	config.BaseURL = base
	config.Limiter = ratelimit.New(ratelimit.Config{
		Service: definition.Name, PerMinute: perMinute, BetweenWrites: defaults.BetweenWrites,
		Now: deps.Now, Sleep: deps.Sleep, Log: deps.Log,
	})
	return config, nil
}

// DomainSetting reads a setting that holds the domain of an organization, or is empty.
// Errors are *service.SettingError.
func DomainSetting(values service.Values, setting string) (string, error) {
	if values[setting] == "" {
		return "", nil
	}
	domain, err := domainname.CanonicalOrganizationDomain(values[setting])
	if err != nil {
		return "", &service.SettingError{Setting: setting, Reason: err.Error()}
	}
	return domain, nil
}

// HTTPConfig is the part of an HTTP client's configuration that the process of a
// service gives. Base URL, credentials and what is special are the adapter's.
func HTTPConfig(deps service.Dependencies, redactor *httpapi.Redactor) httpapi.Config {
	return httpapi.Config{
		Redactor: redactor, UserAgent: deps.UserAgent, Transport: deps.Transport, Now: deps.Now, Sleep: deps.Sleep, Log: deps.Log,
		MinPause: deps.MinPause, MaxPause: deps.MaxPause, Grace: deps.Grace,
	}
}

// BaseURL reads a setting that holds a base URL; otherwise stands in for one that is
// not set. Errors are *service.SettingError.
func BaseURL(values service.Values, setting, otherwise string) (*url.URL, error) {
	parsed, err := httpapi.ParseBaseURL(FirstNonEmpty(values[setting], otherwise))
	if err != nil {
		return nil, &service.SettingError{Setting: setting, Reason: err.Error()}
	}
	return parsed, nil
}
