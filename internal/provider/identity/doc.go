// SPDX-License-Identifier: MPL-2.0

// Package identity holds what names an object outside of its attributes: the
// resource identity, and the import by ID or by identity.
//
// Look here when an import does not accept an ID or an older CLI misses an
// identity. Every Create, Read and Update calls SetDomain, SetMethod, or the
// Keep of its kind. Attributes of an identity cannot change without an upgrade
// of stored identities.
package identity
