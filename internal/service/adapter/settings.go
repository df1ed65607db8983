// SPDX-License-Identifier: MPL-2.0

package adapter

import (
	"errors"
	"net/url"

	"github.com/domainverify/terraform-provider-domainverify/internal/httpapi"
	"github.com/domainverify/terraform-provider-domainverify/internal/service"
)

// HTTPConfig is the part of an HTTP client's configuration that the process of a
// service gives. Base URL, credentials and what is special are the adapter's.
func HTTPConfig(deps service.Dependencies, redactor *httpapi.Redactor) httpapi.Config {
	return httpapi.Config{
		Redactor: redactor, UserAgent: deps.UserAgent, Transport: deps.Transport, Now: deps.Now, Log: deps.Log,
		MinPause: deps.MinPause, MaxPause: deps.MaxPause, Grace: deps.Grace,
	}
}

// RateLimiter is the rate limiter of a service, on the clock of its process.
func RateLimiter(deps service.Dependencies, name string, perMinute int) *httpapi.RateLimiter {
	return httpapi.NewRateLimiter(httpapi.RateLimiterConfig{Service: name, PerMinute: perMinute, Now: deps.Now, Sleep: deps.Sleep, Log: deps.Log})
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

// DefaultOrganization checks the setting organization_id by the form that the
// service gives organization IDs; canonical gets "" for the configured one.
func DefaultOrganization(values service.Values, canonical func(id string) (string, error)) error {
	if values[SettingOrganizationID] == "" {
		return nil
	}
	_, err := canonical("")
	if err == nil {
		return nil
	}
	reason := err.Error()
	if typed, ok := errors.AsType[*service.Error](err); ok {
		reason = typed.Reason + ". " + typed.Advice
	}
	return &service.SettingError{Setting: SettingOrganizationID, Reason: reason}
}

// SettingOrganizationID is the setting that names the default organization.
const SettingOrganizationID = "organization_id"
