// SPDX-License-Identifier: MPL-2.0

package odata

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"

	"github.com/domainverify/terraform-provider-domainverify/internal/httpapi"
)

const (
	// mostEmpty is how many pages without items may follow each other.
	mostEmpty = 3
	// mostPages is how many pages a list may have: far more than any that is read.
	mostPages = 1000
)

// page is one page of a list (OData JSON Format 4.01, sections 4.6.5 and 13).
type page[T any] struct {
	// Value may have null members, which are nothing.
	Value *[]*T  `json:"value"`
	Next  string `json:"@odata.nextLink"`
}

// List reads a list to its end. A list that is cut short would make what follows seem to
// be missing, so that every doubt is an error. base is the client's: pages are read from
// its origin alone, because the access token goes with each request. With an error come
// the items that were read before it.
func List[T any](ctx context.Context, client *httpapi.Client, base *url.URL, path string) (items []*T, err error) {
	empty, seen := 0, map[string]bool{}
	for next := path; next != ""; {
		if len(seen) == mostPages {
			return items, client.Unreadable(http.MethodGet, path, fmt.Errorf("the list has more than %d pages", mostPages))
		}
		var one page[T]
		if err := client.Read(ctx, http.MethodGet, next, nil, &one); err != nil {
			return items, err
		}
		if one.Value == nil {
			return items, client.Unreadable(http.MethodGet, path, errors.New("the response does not contain a list"))
		}
		seen[next] = true
		before := len(items)
		for _, item := range *one.Value {
			if item != nil {
				items = append(items, item)
			}
		}
		if empty++; len(items) > before {
			empty = 0
		}
		if next, err = nextPath(base, one.Next); err != nil || seen[next] || empty > mostEmpty {
			return items, client.Unreadable(http.MethodGet, path, errors.New("the link to the next page leads to another host, back, or nowhere"))
		}
	}
	return items, nil
}

// nextPath is the link to the next page below the base URL, "" on the last one.
func nextPath(base *url.URL, link string) (string, error) {
	if link == "" {
		return "", nil
	}
	parsed, err := url.Parse(link)
	if err != nil || parsed.Scheme != base.Scheme || parsed.Host != base.Host {
		return "", errors.New("it is at another origin")
	}
	return parsed.RequestURI(), nil
}
