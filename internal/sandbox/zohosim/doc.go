// SPDX-License-Identifier: MPL-2.0

// Package zohosim is Zoho Mail as one organization's administrator sees it through the
// API, in memory: the organization's domains, their verification by DNS or by a file,
// the accounts host that issues access tokens, and the throttle with its lock.
//
// Look here to see what the provider may expect of Zoho. Every documented fact is
// followed; every unknown that can make the adapter act differently is a switch
// (switches.go), in each setting of which it must work. A citation such as
// "wire/zoho.md 1.2" means docs/design/wire/zoho.md, section 1.2.
//
// A simulator stands for one data center: [Sim.Mail] and [Sim.Accounts] are its two
// hosts. Never import a client package: a shared type would hide a shared mistake.
package zohosim
