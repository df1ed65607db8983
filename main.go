// SPDX-License-Identifier: MPL-2.0

// Command terraform-provider-domainverify serves the provider to Terraform.
package main

import (
	"flag"
	"fmt"
	"log"
	"os"

	"github.com/domainverify/terraform-provider-domainverify/internal/loglevel"
	"github.com/domainverify/terraform-provider-domainverify/internal/provider"
	"github.com/domainverify/terraform-provider-domainverify/internal/provider/protocol"
)

// version is set by the release build.
var version = "dev"

func main() {
	debug := flag.Bool("debug", false, "serve for a debugger: print the TF_REATTACH_PROVIDERS line and stay")
	showVersion := flag.Bool("version", false, "print the version and exit")
	flag.Parse()
	if *showVersion {
		fmt.Println("terraform-provider-domainverify", version)
		return
	}
	// A debugger's terminal shows all that is logged; Terraform is not in between.
	if !*debug {
		if err := loglevel.Set(os.Getenv, os.Setenv); err != nil {
			log.Fatal(err)
		}
	}
	protocol.CollectLess(os.Getenv)
	made := provider.New(version, provider.Dependencies{Environment: os.Getenv})()
	err := protocol.Serve("registry.terraform.io/domainverify/domainverify", made, *debug)
	if err != nil {
		log.Fatal(err)
	}
}
