// SPDX-License-Identifier: MPL-2.0

// Package planmodifiers holds the rules of planning that concern one attribute
// alone, one rule per file, named after the rule.
package planmodifiers
