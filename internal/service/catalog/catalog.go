// SPDX-License-Identifier: MPL-2.0

// Package catalog is the one place that names every service. A new service is
// one line here.
package catalog

import (
	"github.com/domainverify/terraform-provider-domainverify/internal/service"
	"github.com/domainverify/terraform-provider-domainverify/internal/service/entra"
	"github.com/domainverify/terraform-provider-domainverify/internal/service/github"
	"github.com/domainverify/terraform-provider-domainverify/internal/service/google"
	"github.com/domainverify/terraform-provider-domainverify/internal/service/webex"
	"github.com/domainverify/terraform-provider-domainverify/internal/service/workos"
	"github.com/domainverify/terraform-provider-domainverify/internal/service/zoho"
)

// Definitions lists all services in the order of documentation.
func Definitions() service.Catalog {
	return service.Catalog{
		entra.Definition(),
		github.Definition(),
		google.Definition(),
		webex.Definition(),
		workos.Definition(),
		zoho.Definition(),
	}
}
