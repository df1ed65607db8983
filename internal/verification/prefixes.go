// SPDX-License-Identifier: MPL-2.0

package verification

import (
	"github.com/domainverify/terraform-provider-domainverify/internal/service"
	"github.com/domainverify/terraform-provider-domainverify/internal/txtrecord"
)

// KnownPrefixes are the prefixes of TXT values that the services of the catalog
// declare, and those of all other services.
func KnownPrefixes(catalog service.Catalog) txtrecord.Prefixes {
	var own []txtrecord.Prefix
	for _, definition := range catalog {
		for _, prefix := range definition.TXTPrefixes {
			own = append(own, txtrecord.Prefix{
				Text: prefix.Text, After: prefix.After, Products: prefix.Products,
				Service: definition.Name, Company: definition.Title, Source: prefix.Source,
			})
		}
	}
	return txtrecord.Known(own...)
}
