// SPDX-License-Identifier: MPL-2.0

package functions

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/function"
	"github.com/hashicorp/terraform-plugin-framework/types"
)

// recordsDescription is of the first parameter of record_set and merge_record_sets.
const recordsDescription = "The records: objects with `name`, `type`, `value` or `values`, and optionally `ttl`, in lists or maps of any depth. " +
	"The `record` of a `domainverify_verification_token` is such an object. A null in place of a record is ignored, and a record whose name or value is null is an error. " +
	"TXT values may be unquoted, or quoted as in zone files."

// recordArguments is what record_set and merge_record_sets are called with.
type recordArguments struct {
	given givenRecords
	// retired are values to leave out; retiredKnown says that there are no others.
	retired      []string
	retiredKnown bool
}

func readRecordArguments(ctx context.Context, arguments function.ArgumentsData) (read recordArguments, fault *function.FuncError) {
	var records types.Dynamic
	var retired []types.List
	if fault := arguments.Get(ctx, &records, &retired); fault != nil {
		return read, fault
	}
	if err := read.given.read("records", records); err != nil {
		return read, argumentError(0, err.Error())
	}
	read.retired, read.retiredKnown = knownStrings(retired)
	return read, nil
}
