// SPDX-License-Identifier: MPL-2.0

// Package odata reads the lists of services that speak OData 4, through the client of
// package httpapi.
//
// Look here when a list is cut short, or its next page is not found.
package odata
