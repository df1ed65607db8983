// SPDX-License-Identifier: MPL-2.0

// Package functions holds the provider's functions: schema, arguments and result
// of each in a file of its name. They are pure, so they need no configured
// provider; what they compute is in packages txtrecord and domainname.
//
// Look here when a function refuses an argument or returns the wrong value. The
// records that record_set and merge_record_sets take are read in
// record_set_model.go and record_set_values.go, errors worded in
// argument_error.go.
package functions
