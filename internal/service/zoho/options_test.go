// SPDX-License-Identifier: MPL-2.0

package zoho_test

import (
	"github.com/domainverify/terraform-provider-domainverify/internal/service"
	"github.com/domainverify/terraform-provider-domainverify/internal/service/zoho"
)

var disableHosting = service.Options{{Name: zoho.OptionDisableMailHosting}}
