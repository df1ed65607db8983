// SPDX-License-Identifier: MPL-2.0

package webex_test

import (
	"github.com/domainverify/terraform-provider-domainverify/internal/service"
	"github.com/domainverify/terraform-provider-domainverify/internal/service/webex"
)

// The options of requests, each alone.
var (
	reserve       = service.Options{{Name: webex.OptionReserve}}
	force         = service.Options{{Name: webex.OptionForce}}
	markTransient = service.Options{{Name: webex.OptionMarkOutsideUsersTransient}}
)
