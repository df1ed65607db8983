// SPDX-License-Identifier: MPL-2.0

// Package ephemeralresources holds the ephemeral resources, which exist during a
// run and are in no plan and no state. Their files are named as those of data
// sources.
package ephemeralresources
