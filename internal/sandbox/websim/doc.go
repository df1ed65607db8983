// SPDX-License-Identifier: MPL-2.0

// Package websim is the web host of the sandbox's domains: plain HTTP on loopback, one
// host for all names, which serves files by the Host header. It stands for the web
// server of a user's site.
//
// Look here when a verification file is served wrongly, or to make the site misbehave:
// [Host.Preset] answers a URL with any status, redirect or content. Files are published
// by PUT and removed by DELETE at their own URL, with the key as bearer token.
//
// Nothing in the sandbox resolves the address of a domain to find this host: whoever
// fetches a URL connects here, whatever the domain's A and AAAA records say. It has no
// TLS either; a client that fetches an https URL says so in X-Forwarded-Proto, as a proxy
// that ends TLS does, and gets the same file. It knows no service.
package websim
