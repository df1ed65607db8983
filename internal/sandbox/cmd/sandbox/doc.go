// SPDX-License-Identifier: MPL-2.0

// Command sandbox starts the local world on loopback and prints how to reach it: one
// line of JSON, or shell exports with -env. It serves until SIGINT or SIGTERM.
//
// Look here for its flags only; everything it starts is in package sandbox.
package main
