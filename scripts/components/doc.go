// SPDX-License-Identifier: MPL-2.0

// Command components runs a command that prints a list of components (CycloneDX), and
// writes the list to a file without the checksums of the tool that has made it:
//
//	go run ./scripts/components LIST.cdx.json COMMAND [ARGUMENT...]
//
// They are those of an executable that depends on the machine on which it was built,
// and the list has a checksum in the release that anybody can compute again. Look here
// when two builds of a release differ in their lists (.goreleaser.yml).
package main
