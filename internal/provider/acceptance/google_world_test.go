// SPDX-License-Identifier: MPL-2.0

package acceptance_test

// googleBlock configures Google, which its variables alone do not.
const googleBlock = `
provider "domainverify" {
  google = {}
}
`
