// SPDX-License-Identifier: MPL-2.0

// Package providerdata is what the configured provider hands to resources, data
// sources and ephemeral resources: the configured services, the DNS and HTTP
// clients, the workflow, the run ledger, and the log.
//
// Look here for what all of them do alike: which service is meant, what an ID
// resolves to, how a domain is refreshed, how long an operation may take. What
// only one resource needs stands beside that resource.
package providerdata
