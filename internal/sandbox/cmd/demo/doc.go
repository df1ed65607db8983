// SPDX-License-Identifier: MPL-2.0

// Command demo shows the life of one domain at every simulated service, on a sandbox of
// its own: apply, drift, repair, destroy. It checks the outcome of every step at the services
// and in DNS, prints what happened, and ends with "demo: ok" or with the reason why not.
//
// With -measure it prints figures instead: what each service costs, and fleets of domains, lookups and
// missing records (measure.go lists the parts; measure/ has their configurations).
//
// Look here to change what the demo shows (story.go) or how it looks (report.go).
// It drives the built programs from outside, as a user would: what they do is not
// changed here.
package main
