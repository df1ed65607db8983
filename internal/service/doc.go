// SPDX-License-Identifier: MPL-2.0

// Package service is the contract between the Terraform surface and the SaaS
// services that verify domains. It imports no service; catalog names them.
//
// Look here to learn what an adapter must do, or to change what all adapters
// do. What every implementation of Service and of the optional interfaces owes:
//
//   - Context: every method returns within a second of the context's end. The
//     outcome of a write that was under way is returned where it arrives by
//     then. Otherwise the error is an *Error of the class Interrupted: it says
//     what was attempted, the last response, and whether the write is ambiguous.
//   - Concurrency: one value serves all resources of a run at the same time.
//   - Reads change nothing at the service and are answered from one Inventory
//     per organization, so that any number of domains costs a constant number
//     of calls. A service without a read returns StateUnknown and never guesses.
//   - Writes are idempotent for the caller: repeating one that was already applied
//     succeeds. A POST is never repeated blindly: after an ambiguous failure (the
//     connection broke, 5xx) the adapter reads the outcome first.
//   - Request budget: every service has the setting requests_per_minute, and
//     a rate limit holds back all requests of the process
//     (ratelimit.Limiter).
//   - Retry budget: a method makes a bounded number of requests in a bounded
//     time (package httpapi: two minutes for a read). Waiting for
//     DNS or for a verification is the caller's business, in poll.
//   - Errors: always an *Error with the class that it belongs to, and the code,
//     message and request ID of the service. 401, 403 and 5xx are never NotFound.
//   - Options: an argument that this service alone has is an Option of its
//     Definition, under a constant of the adapter, and is read from the request
//     by that constant: request.Options.Enabled(OptionReserve). A service that is
//     configured without one names it in Capabilities.MissingOptions.
//   - Secrets: none in errors, logs or returned values.
//
// Domains in a DomainID are canonical (package domainname) and organization
// IDs are in the form that CanonicalOrganizationID returns.
package service
