// SPDX-License-Identifier: MPL-2.0

package zohosim

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"slices"
	"strings"
)

// filePath is where the HTML method looks (wire/zoho.md 3).
const filePath = "/zohoverify/verifyforzoho.html"

// maxRedirects and maxFile bound what a strange web host can do.
const (
	maxRedirects = 5
	maxFile      = 64 << 10
)

// lookForFile tries both schemes; which one comes first is unknown.
func (s *Sim) lookForFile(ctx context.Context, d domain) sight {
	schemes := []string{"http", "https"}
	if s.Is(SwitchFileScheme, "https_first") {
		slices.Reverse(schemes)
	}
	var first sight
	for i, scheme := range schemes {
		seen := s.fetch(ctx, scheme+"://"+d.ascii+filePath, d.htmlCode)
		if seen.proven {
			return seen
		}
		if i == 0 {
			first = seen
		}
	}
	return first
}

// fetch tells the HTTP code that it got inside its message (wire/zoho.md 1.5).
func (s *Sim) fetch(ctx context.Context, address, code string) sight {
	for range maxRedirects {
		status, content, location, err := s.page(ctx, address)
		switch {
		case err != nil:
			return sight{message: fmt.Sprintf("The verification file could not be fetched from %s: Connection failed.", address)}
		case status == http.StatusOK:
			return sight{
				proven: s.fileHolds(content, code), mismatch: true,
				message: fmt.Sprintf("The content of %s is not the verification code. Error code: 200 Description: OK", address),
			}
		case location == "" || s.Is(SwitchFileRedirect, "not_followed"):
			return sight{message: fmt.Sprintf("The verification file could not be fetched from %s. Error code: %d Description: %s",
				address, status, http.StatusText(status))}
		}
		address = location
	}
	return sight{message: "The verification file could not be fetched: too many redirects."}
}

func (s *Sim) fileHolds(content, code string) bool {
	if s.Is(SwitchFileSpace, "ignored") {
		content = strings.TrimSpace(content)
	}
	return content == code
}

// page returns an absolute location, if there is one.
func (s *Sim) page(ctx context.Context, address string) (status int, content, location string, err error) {
	response, err := s.config.Fetch(ctx, address)
	if err != nil {
		return 0, "", "", err
	}
	defer func() { _ = response.Body.Close() }()
	body, err := io.ReadAll(io.LimitReader(response.Body, maxFile))
	if err != nil {
		return 0, "", "", err
	}
	if to := response.Header.Get("Location"); to != "" && response.StatusCode/100 == 3 {
		base, err := url.Parse(address)
		if err != nil {
			return 0, "", "", err
		}
		next, err := base.Parse(to)
		if err != nil {
			return 0, "", "", err
		}
		location = next.String()
	}
	return response.StatusCode, string(body), location, nil
}
