// SPDX-License-Identifier: MPL-2.0

// Package listresources holds the list resources: what "terraform query" finds of
// each managed resource. All of them are one type (list.go), which reads the inventory
// that the refresh reads as well; what differs is a kind (kind.go).
//
// Look here when a query lists too much or too little, or when what Terraform generates
// from it does not plan empty. A list writes nothing, and lists only what an import
// accepts without a write. After a change of a schema: make generate.
package listresources
