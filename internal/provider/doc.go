// SPDX-License-Identifier: MPL-2.0

// Package provider is the Terraform surface. The package itself is the provider:
// its block, the environment, the clients that both configure, and the lists of
// what it serves. The folders are
//
//	resources, datasources, ephemeralresources, functions,
//	listresources, actions                                  what a configuration names
//	planmodifiers, validators                               rules of one attribute
//	identity                                                resource identities, and import
//	diagnostics                                             all wording of errors and warnings
//	providerdata                                            what Configure hands over
//	runledger                                               what one run knows about all its resources
//	acceptance                                              tests through a real Terraform
//
// Imports go downwards: the provider imports what a configuration names; that
// imports identity, providerdata, diagnostics and runledger, each of which
// imports only those after it. The linter holds this.
//
// None of them sends HTTP requests or DNS packets: they call package service for
// what a SaaS service does, verification for the way to a verified domain, and
// dnscheck for what is published.
//
// Look here when a setting of the provider is read wrongly or a new type has to
// be served.
package provider
