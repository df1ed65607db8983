// SPDX-License-Identifier: MPL-2.0

package zoho

import (
	"context"
	"sync/atomic"
)

// verifyForm is what follows the domain in the address of a verification. Two
// forms are documented: the bare address, by the older pages and
// zoho.com/mail/help/api/put-verify-domain.html, and by every client that is
// known; and one with a suffix, by the copies of that page on zohohelp.com and
// prezohoweb.zoho.com.
type verifyForm string

const (
	bareForm     verifyForm = ""
	suffixedForm verifyForm = "/verifyDomain"
)

// verifyForms remembers which form this process found to be right.
type verifyForms struct{ suffixed atomic.Bool }

func (f *verifyForms) current() (now, other verifyForm) {
	if f.suffixed.Load() {
		return suffixedForm, bareForm
	}
	return bareForm, suffixedForm
}

func (f *verifyForms) remember(form verifyForm) { f.suffixed.Store(form == suffixedForm) }

// callVerify tries the other form when Zoho does not route the one that is
// thought to be right. Such an answer has done nothing.
func (o *organization) callVerify(ctx context.Context, domain, mode string) (envelope, error) {
	form, other := o.forms.current()
	answer, err := o.client.verifyDomain(ctx, domain, mode, form)
	if !isNoSuchURL(err) {
		return answer, err
	}
	answer, err = o.client.verifyDomain(ctx, domain, mode, other)
	if !isNoSuchURL(err) {
		o.forms.remember(other)
	}
	return answer, err
}
