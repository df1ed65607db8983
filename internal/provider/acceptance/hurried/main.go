// SPDX-License-Identifier: MPL-2.0

package main

import (
	"context"
	"log"
	"os"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/providerserver"

	"github.com/domainverify/terraform-provider-domainverify/internal/loglevel"
	"github.com/domainverify/terraform-provider-domainverify/internal/poll"
	"github.com/domainverify/terraform-provider-domainverify/internal/poll/polltest"
	"github.com/domainverify/terraform-provider-domainverify/internal/provider"
)

func main() {
	if err := loglevel.Set(os.Getenv, os.Setenv); err != nil {
		log.Fatal(err)
	}
	deps := provider.Dependencies{Environment: os.Getenv, Clock: clock()}
	err := providerserver.Serve(context.Background(), provider.New("test", deps), providerserver.ServeOpts{
		Address: "registry.terraform.io/domainverify/domainverify",
	})
	if err != nil {
		log.Fatal(err)
	}
}

// clock is the machine's, unless a test says when its own has started.
func clock() poll.Clock {
	started := os.Getenv("HURRIED_SINCE")
	if started == "" {
		return poll.SystemClock{}
	}
	start, err := time.Parse(time.RFC3339Nano, started)
	if err != nil {
		log.Fatal(err)
	}
	return polltest.NewHurriedClock(start, polltest.Speed)
}
