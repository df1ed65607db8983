// SPDX-License-Identifier: MPL-2.0

//go:build !windows

package dnsquery

func systemAdapters() ([]adapter, error) { return nil, errNoAdapters }
