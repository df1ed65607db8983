// SPDX-License-Identifier: MPL-2.0

package main

import (
	"context"
	"log"
	"net"
	"os"

	"github.com/hashicorp/terraform-plugin-framework/providerserver"

	"github.com/domainverify/terraform-provider-domainverify/internal/loglevel"
	"github.com/domainverify/terraform-provider-domainverify/internal/provider"
)

func main() {
	if err := loglevel.Set(os.Getenv, os.Setenv); err != nil {
		log.Fatal(err)
	}
	// The resolver of the real provider, for both to ask the same one.
	resolver := &net.Resolver{PreferGo: true, Dial: func(ctx context.Context, _, _ string) (net.Conn, error) {
		return (&net.Dialer{}).DialContext(ctx, "udp", os.Getenv("DOMAINVERIFY_DNS_RESOLVERS"))
	}}
	whole := provider.New("reference", provider.Dependencies{Environment: os.Getenv})
	err := providerserver.Serve(context.Background(), without(whole, resolver), providerserver.ServeOpts{
		Address: "registry.terraform.io/domainverify/domainverify",
	})
	if err != nil {
		log.Fatal(err)
	}
}
