// SPDX-License-Identifier: MPL-2.0

// Package graphql makes the calls of services that speak GraphQL over HTTP
// (spec.graphql.org, October 2021, section 7): a query is a read, a mutation a write,
// and a response with errors is a refusal, whatever its status.
//
// Look here when a refusal is taken for a success, or the other way round. What the
// types and texts of errors mean is decided by the adapter of the service.
package graphql
