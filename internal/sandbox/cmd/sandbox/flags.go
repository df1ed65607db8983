// SPDX-License-Identifier: MPL-2.0

package main

import (
	"flag"
	"fmt"
	"io"
	"strconv"
	"strings"

	"github.com/domainverify/terraform-provider-domainverify/internal/sandbox"
)

// parse reports mistakes to stderr itself, with the usage.
func parse(args []string, stderr io.Writer) (options sandbox.Options, exports bool, err error) {
	flags := flag.NewFlagSet("sandbox", flag.ContinueOnError)
	flags.SetOutput(stderr)
	flags.BoolVar(&exports, "env", false, "print shell exports instead of one line of JSON")
	zones := flags.String("zones", "acme.test", "comma list of `zones` to serve")
	flags.StringVar(&options.Resolver, "resolver", "", "`host:port` of the resolver where the services look records up, instead of the embedded one")
	flags.Uint64Var(&options.Seed, "seed", 0, "`number` that makes tokens and credentials the same every time; 0 makes them up")
	flags.IntVar(&options.Ports.Web, "web-port", 0, "TCP `port` of the web host of every domain; 0 is random")
	flags.IntVar(&options.Ports.Control, "control-port", 0, "TCP `port` of the control API; 0 is random")
	options.Flags(flags)
	ports := flags.String("dns-ports", "", "comma list of `ports`: the two authoritative servers, then the recursive resolver; empty is random")
	if err := flags.Parse(args); err != nil {
		return options, exports, err
	}
	fail := func(err error) (sandbox.Options, bool, error) {
		fmt.Fprintln(stderr, "sandbox:", err)
		flags.Usage()
		return options, exports, err
	}
	if flags.NArg() > 0 {
		return fail(fmt.Errorf("unexpected argument %q", flags.Arg(0)))
	}
	options.Zones = split(*zones)
	for _, text := range split(*ports) {
		port, err := strconv.Atoi(text)
		if err != nil || port < 1 || port > 65535 {
			return fail(fmt.Errorf("-dns-ports: %q is no port", text))
		}
		options.Ports.DNS = append(options.Ports.DNS, port)
	}
	return options, exports, nil
}

func split(list string) []string {
	var items []string
	for item := range strings.SplitSeq(list, ",") {
		if item = strings.TrimSpace(item); item != "" {
			items = append(items, item)
		}
	}
	return items
}
