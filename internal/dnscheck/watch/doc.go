// SPDX-License-Identifier: MPL-2.0

// Package watch checks one record again and again until it is published, or gone, at a
// cost that stays low however long that takes: it knows when to look, when to ask one
// server and when all, and when the cause of an absence is worth seeking again.
//
// Look here when a wait sends too many packets, or sees a change too late. What is
// asked, and what the answers mean, is in package dnscheck; what a wait does about them is
// its caller's business.
package watch
