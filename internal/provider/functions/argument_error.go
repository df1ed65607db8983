// SPDX-License-Identifier: MPL-2.0

package functions

import (
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/function"

	"github.com/domainverify/terraform-provider-domainverify/internal/displaytext"
)

// argumentError words the error of a function. Terraform puts the text into a
// sentence of its own and ends that with a full stop, so it must not end in one.
func argumentError(argument int64, text string) *function.FuncError {
	return function.NewArgumentFuncError(argument, strings.TrimSuffix(displaytext.Sentence(text), "."))
}
