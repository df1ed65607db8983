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

// fetchError is why nothing was read. Errors of net/http about a response that is
// not HTTP quote what was received, which may come from another kind of server and
// is left out.
type fetchError struct {
	text  string
	cause error
}

func (e *fetchError) Error() string { return e.text }

func (e *fetchError) Unwrap() error { return e.cause }

// newFetchError makes the error of a request fit for a report.
func newFetchError(err error) error {
	// *url.Error repeats the method and the URL, which the report has already.
	if wrapped, ok := errors.AsType[*url.Error](err); ok {
		err = wrapped.Err
	}
	if private, ok := errors.AsType[*PrivateAddressError](err); ok {
		return private
	}
	if quotesResponse(err) {
		return &fetchError{"the answer is not valid HTTP", err}
	}
	return &fetchError{displaytext.Escape(displaytext.Cut(err.Error(), maxShownError)), err}
}

// quotesResponse reports whether the text of err may repeat what a server sent.
func quotesResponse(err error) bool {
	if _, ok := errors.AsType[textproto.ProtocolError](err); ok {
		return true
	}
	return !isNetworkError(err) && strings.ContainsAny(err.Error(), "\"`")
}

// isNetworkError reports whether err is about the connection to the server.
func isNetworkError(err error) bool {
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
