// SPDX-License-Identifier: MPL-2.0

package service

import (
	"context"
	"io"
	"net/http"
	"regexp"
	"strings"
	"time"
)

// Definition is what the provider needs to offer a service: its settings and
// options, and how to make it of them. Package catalog lists all definitions.
type Definition struct {
	Name string
	// Title is what people call the service.
	Title string
	// Description, Markdown, opens the documentation of the service's block.
	Description string
	// OrganizationID, Markdown, says what the ID of an organization is and which setting
	// is its default, without a full stop.
	OrganizationID string
	// Settings in the order of documentation. The provider configuration has a
	// nested attribute Name with one attribute for each of them; schema,
	// environment, documentation and redaction follow from this list.
	Settings []Setting
	// Options are the arguments of resources that this service alone has, or shares
	// with some.
	Options []Option
	// TXTPrefixes are what the service's TXT values begin with. Their service is
	// named by parse_verification_txt, and by the error where a record has a value of
	// another service.
	TXTPrefixes []TXTPrefix
	// New makes the service without any request. Errors are *SettingError.
	New func(Values, Dependencies) (Service, error)
}

// Setting is one attribute of a service's block.
type Setting struct {
	Name string
	// Description, Markdown, ends in a full stop. Type, default and what follows
	// from it belong here; the environment variables are added to it.
	Description string
	Kind        SettingKind
	// EnvironmentVariables are read, in this order, where the attribute is not set.
	EnvironmentVariables []string
	// Alternatives are settings in whose place this one may be set. The environment is not
	// read for it where the block has one of them.
	Alternatives []string
	// Secret settings never show in errors or logs.
	Secret bool
	// Identifying settings, set in the environment, configure the service
	// without a block.
	Identifying bool
}

// SettingKind is the type of a setting. Whatever it is, Values holds text.
type SettingKind int

const (
	// KindString is any text that is not blank.
	KindString SettingKind = iota
	// KindBool is "true" or "false" in Values.
	KindBool
	// KindNumber is a whole number of at least 1, in decimal digits in Values.
	KindNumber
	// KindList is a list of texts without commas, joined by commas in Values and in
	// the environment.
	KindList
	// KindFile is the path of a file, which is read at first use.
	KindFile
)

// TXTPrefix is what stands before the token in TXT values.
type TXTPrefix struct {
	// Text is in lower case; letter case does not matter in values.
	Text string
	// After, if not nil, matches what the service adds behind the token.
	After *regexp.Regexp
	// Products, if not nil, matches the values of products that are built on the
	// service. Its groups are the product and the token.
	Products *regexp.Regexp
	// Source is the vendor's page.
	Source string
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

// Values holds the settings that are set, by name, as text.
type Values map[string]string

// Bool reports whether a setting of KindBool is set to true.
func (v Values) Bool(name string) bool { return v[name] == "true" }

// List returns the elements of a setting of KindList.
func (v Values) List(name string) []string {
	if v[name] == "" {
		return nil
	}
	return strings.Split(v[name], ",")
}

// Catalog is a list of services in the order of documentation.
type Catalog []Definition

// Find returns the definition of the service with that name.
func (c Catalog) Find(name string) (Definition, bool) {
	for _, definition := range c {
		if definition.Name == name {
			return definition, true
		}
	}
	return Definition{}, false
}

// Title is what people call the service of that name.
func (c Catalog) Title(name string) string {
	if definition, ok := c.Find(name); ok {
		return definition.Title
	}
	return name
}

// Names lists the names of all services.
func (c Catalog) Names() []string {
	var names []string
	for _, definition := range c {
		names = append(names, definition.Name)
	}
	return names
}

// DescribeService documents an argument that is the name of a service.
func (c Catalog) DescribeService() string {
	var names []string
	for _, definition := range c {
		names = append(names, "`"+definition.Name+"` ("+definition.Title+")")
	}
	return "Name of the service: " + strings.Join(names, ", ") + ". Defaults to the configured service if exactly one is configured, and is required otherwise."
}

// DescribeOrganizationID documents an argument that is the ID of an organization.
func (c Catalog) DescribeOrganizationID() string {
	var ids []string
	for _, definition := range c {
		if definition.OrganizationID != "" {
			ids = append(ids, definition.Title+": "+definition.OrganizationID)
		}
	}
	return "ID of the organization, by default that of the provider configuration. " + strings.Join(ids, "; ") + "."
}

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
