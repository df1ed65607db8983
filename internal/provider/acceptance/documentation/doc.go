// SPDX-License-Identifier: MPL-2.0

// Package documentation holds what users read to the provider: every Terraform block of
// the README, of docs/ and of its templates, and every example, is validated by a real
// Terraform, in one command, with the provider and with the schemas of other providers in
// testdata/providers.json; those for the sandbox are applied; tables follow from the
// catalog; links lead to pages.
//
// Look here when a block is refused. A block may be a fragment: what it refers to and
// does not declare is declared beside it, see completion_test.go. A resource or an
// argument of another provider that is missing is added to testdata/providers.json, from
// its documentation. Import blocks, list resources and actions are checked by their
// schemas; files for terraform test and the configuration of the CLI are not checked.
// Another block that cannot be validated has the line
//
//	<!-- not validated: REASON -->
//
// before it, which does not show on the page.
package documentation
