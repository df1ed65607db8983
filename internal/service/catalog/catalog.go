// SPDX-License-Identifier: MPL-2.0

// Package catalog is the one place that names every service. A new service is
// one line here.
package catalog

import (
	"github.com/domainverify/terraform-provider-domainverify/internal/service"
	"github.com/domainverify/terraform-provider-domainverify/internal/service/webex"
	"github.com/domainverify/terraform-provider-domainverify/internal/service/workos"
	"github.com/domainverify/terraform-provider-domainverify/internal/service/zoho"
)

// Definitions lists all services in the order of documentation.
func Definitions() []service.Definition {
	return []service.Definition{
		webex.Definition(),
		workos.Definition(),
		zoho.Definition(),
	}
}

// Title is what people call the service of that name.
func Title(name string) string {
	for _, definition := range Definitions() {
		if definition.Name == name {
			return definition.Title
		}
	}
	return name
}

// Names lists the names of all services.
func Names() []string {
	var names []string
	for _, definition := range Definitions() {
		names = append(names, definition.Name)
	}
	return names
}
