// SPDX-License-Identifier: MPL-2.0

package outcome

import (
	"errors"
	"fmt"

	"github.com/domainverify/terraform-provider-domainverify/internal/service"
)

// AfterLost completes an error that follows a request whose answer was lost:
// when the context ends before a look has settled it, or the look gets no
// answer either, the outcome stays open.
func AfterLost(worded error) error {
	typed, ok := errors.AsType[*service.Error](worded)
	if !ok || typed.Open || typed.Class != service.Interrupted && typed.Class != service.Transient {
		return worded
	}
	return leaveOpen(typed)
}

// leaveOpen makes a copy: all who waited for one reading share its error.
func leaveOpen(err *service.Error) *service.Error {
	open := *err
	open.Open = true
	open.Reason += "; the request had left, and whether it had its effect is not known"
	return &open
}

// IsOpen reports whether a write may have had its effect although err came of
// it.
func IsOpen(err error) bool {
	typed, ok := errors.AsType[*service.Error](err)
	return ok && typed.Open
}

// AdviceImport tells how to go on when the next run meets what an open write
// has made.
func AdviceImport(meets string, id service.DomainID) string {
	return fmt.Sprintf("%s If it then says %s, import it:\n\n  terraform import ADDRESS %s", AdviceRunAgain, meets, id)
}
