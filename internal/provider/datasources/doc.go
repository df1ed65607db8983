// SPDX-License-Identifier: MPL-2.0

// Package datasources holds the data sources. For each of them <thing>.go has the
// lifecycle, and <thing>_schema.go the attributes, their documentation, and the
// model that goes with them.
//
// Look here for what a data source reads and returns. A data source changes
// nothing and never waits unless it is configured to. What does not exist is a value,
// not an error. After a change of a schema: make generate.
package datasources
