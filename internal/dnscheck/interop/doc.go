// SPDX-License-Identifier: MPL-2.0

// Package interop holds dnscheck and the DNS simulator to the behaviour of real
// servers: one table of assertions, run on two worlds of the same shape.
//
//	.  test.            parent         (BIND)
//	 └ acme.test.       ns1 primary    (BIND, takes TSIG updates)
//	   eu.acme.test.    ns2 secondary  (BIND)     transfers can be held back
//	                    ns3 secondary  (NSD)
//	 └ signed.test., bogus.test.        ns1
//	   resolver                        (Unbound, validating)
//
// Look here when the simulator and a real server may disagree. The simulated
// world runs with every "go test"; the real one needs the build tag interop and
// the programs that scripts/interop asks for. A new assertion goes into
// assertions_test.go and must hold on both.
package interop
