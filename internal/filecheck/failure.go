// SPDX-License-Identifier: MPL-2.0

package filecheck

import (
	"context"
	"crypto/tls"
	"errors"
	"io"
	"net"
	"net/textproto"
	"net/url"
	"strings"

	"github.com/domainverify/terraform-provider-domainverify/internal/displaytext"
)

const maxShownError = 300

// fetchError words why nothing was read. Errors of net/http about an answer that
// is not HTTP quote what was received; that is a stranger's content, possibly of
// another kind of server, and is left out.
type fetchError struct {
	text  string
	cause error
}

func (e *fetchError) Error() string { return e.text }

func (e *fetchError) Unwrap() error { return e.cause }

func worded(err error) error {
	// *url.Error repeats method and URL, which the report has already.
	if wrapped, ok := errors.AsType[*url.Error](err); ok {
		err = wrapped.Err
	}
	if private, ok := errors.AsType[*PrivateAddressError](err); ok {
		return private
	}
	if quotesAnswer(err) {
		return &fetchError{"the answer is not valid HTTP", err}
	}
	return &fetchError{displaytext.Escape(displaytext.Cut(err.Error(), maxShownError)), err}
}

func quotesAnswer(err error) bool {
	if _, ok := errors.AsType[textproto.ProtocolError](err); ok {
		return true
	}
	return !ofTheNetwork(err) && strings.ContainsAny(err.Error(), "\"`")
}

// ofTheNetwork: the error is about the way to the server.
func ofTheNetwork(err error) bool {
	if _, ok := errors.AsType[*net.OpError](err); ok {
		return true
	}
	if _, ok := errors.AsType[*tls.CertificateVerificationError](err); ok {
		return true
	}
	if _, ok := errors.AsType[*proxyRefusal](err); ok {
		return true
	}
	return errors.Is(err, context.DeadlineExceeded) || errors.Is(err, io.EOF)
}
