// SPDX-License-Identifier: MPL-2.0

//go:build !windows

package dnscheck

func systemAdapters() ([]adapter, error) { return nil, errNoAdapters }
