// SPDX-License-Identifier: MPL-2.0

package outcome

import (
	"errors"
	"fmt"

	"github.com/domainverify/terraform-provider-domainverify/internal/service"
)

// AfterAmbiguous completes an error that follows a request whose answer was lost:
// when the context ends before a look has settled it, or the look gets no
// answer either, the outcome stays open.
func AfterAmbiguous(worded error) error {
	typed, ok := errors.AsType[*service.Error](worded)
	if !ok || typed.Ambiguous || typed.Class != service.Interrupted && typed.Class != service.Transient {
		return worded
	}
	return asAmbiguous(typed)
}

// asAmbiguous makes a copy: all who waited for one reading share its error.
func asAmbiguous(err *service.Error) *service.Error {
	open := *err
	open.Ambiguous = true
	open.Reason += "; the request had left, and whether it had its effect is not known"
	return &open
}

// IsAmbiguous reports whether a write may have had its effect although err came of
// it.
func IsAmbiguous(err error) bool {
	typed, ok := errors.AsType[*service.Error](err)
	return ok && typed.Ambiguous
}

// AdviceImport tells how to go on when the next run meets what an open write
// has made.
func AdviceImport(meets string, id service.DomainID) string {
	return fmt.Sprintf("%s If it then says %s, import it:\n\n  terraform import ADDRESS %s", AdviceRunAgain, meets, id)
}
