// SPDX-License-Identifier: MPL-2.0

// Package validators holds the checks of attribute values that need nothing
// but the value, one rule per file, named after the rule.
package validators
