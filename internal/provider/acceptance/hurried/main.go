// SPDX-License-Identifier: MPL-2.0

package main

import (
	"log"
	"os"
	"time"

	"github.com/domainverify/terraform-provider-domainverify/internal/loglevel"
	"github.com/domainverify/terraform-provider-domainverify/internal/poll"
	"github.com/domainverify/terraform-provider-domainverify/internal/poll/polltest"
	"github.com/domainverify/terraform-provider-domainverify/internal/provider"
	"github.com/domainverify/terraform-provider-domainverify/internal/provider/protocol"
)

func main() {
	if err := loglevel.Set(os.Getenv, os.Setenv); err != nil {
		log.Fatal(err)
	}
	deps := provider.Dependencies{Environment: os.Getenv, Clock: clock()}
	err := protocol.Serve("registry.terraform.io/domainverify/domainverify", provider.New("test", deps)(), false)
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
