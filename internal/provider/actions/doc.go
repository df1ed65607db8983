// SPDX-License-Identifier: MPL-2.0

// Package actions holds the actions, which a user invokes, or a configuration triggers,
// beside what is planned. For each of them <thing>.go has the lifecycle, and
// <thing>_schema.go the attributes, their documentation, and the model that goes with them.
//
// Look here for what an action asks of a service and what it reports on its way. The way
// to a verified domain is in package verification, texts are in diagnostics. An action has
// no state: what it changes, the next refresh finds. After a change of a schema: make generate.
package actions
