// SPDX-License-Identifier: MPL-2.0

package main

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"log"
	"os"

	"github.com/hashicorp/terraform-plugin-framework/providerserver"

	"github.com/domainverify/terraform-provider-domainverify/internal/provider"
)

// address is the one under which the documentation tool looks for a provider that
// it is told the name of.
const address = "registry.terraform.io/hashicorp/domainverify"

func main() {
	if err := write(context.Background(), os.Stdout); err != nil {
		log.Fatalf("print the provider's schemas: %v", err)
	}
}

func write(ctx context.Context, to io.Writer) error {
	server, err := providerserver.NewProtocol6WithError(provider.New("dev", provider.Dependencies{})())()
	if err != nil {
		return err
	}
	schemas, err := server.GetProviderSchema(ctx, nil)
	if err != nil {
		return err
	}
	identities, err := server.GetResourceIdentitySchemas(ctx, nil)
	if err != nil {
		return err
	}
	for _, d := range append(schemas.Diagnostics, identities.Diagnostics...) {
		return fmt.Errorf("%s: %s", d.Summary, d.Detail)
	}
	encoder := json.NewEncoder(to)
	encoder.SetIndent("", "  ")
	return encoder.Encode(map[string]any{
		"format_version":   "1.0",
		"provider_schemas": map[string]any{address: providerJSON(schemas, identities.IdentitySchemas)},
	})
}
