// SPDX-License-Identifier: MPL-2.0

package main

import (
	"context"
	"flag"
	"log"
	"os"

	"github.com/hashicorp/terraform-plugin-framework/providerserver"

	"github.com/domainverify/terraform-provider-domainverify/internal/sandbox/dnsprovider"
)

// version is what the provider tells Terraform; it is never released, so it has no other.
const version = "sandbox"

func main() {
	debug := flag.Bool("debug", false, "serve for a debugger and print how Terraform attaches")
	flag.Parse()
	err := providerserver.Serve(context.Background(), dnsprovider.New(version, os.Getenv), providerserver.ServeOpts{
		Address:         dnsprovider.Address,
		Debug:           *debug,
		ProtocolVersion: 6,
	})
	if err != nil {
		log.Fatalf("serve the sandbox provider: %v", err)
	}
}
