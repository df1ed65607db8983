// SPDX-License-Identifier: MPL-2.0

package dnsquery

import (
	"errors"
	"net/netip"
	"strconv"
	"unsafe"

	"golang.org/x/sys/windows"
)

// adaptersBuffer is what Microsoft recommends to begin with; the system says how
// much it needs where that is too little.
const adaptersBuffer = 15 << 10

func systemAdapters() ([]adapter, error) {
	const flags = windows.GAA_FLAG_SKIP_UNICAST | windows.GAA_FLAG_SKIP_ANYCAST | windows.GAA_FLAG_SKIP_MULTICAST
	size := uint32(adaptersBuffer)
	for range 4 { // adapters may come between two calls
		buffer := make([]byte, size)
		first := (*windows.IpAdapterAddresses)(unsafe.Pointer(&buffer[0]))
		err := windows.GetAdaptersAddresses(windows.AF_UNSPEC, flags, 0, first, &size)
		if errors.Is(err, windows.ERROR_BUFFER_OVERFLOW) {
			continue
		}
		if err != nil {
			return nil, err
		}
		return adaptersFrom(first), nil
	}
	return nil, windows.ERROR_BUFFER_OVERFLOW
}

func adaptersFrom(first *windows.IpAdapterAddresses) []adapter {
	var all []adapter
	for a := first; a != nil; a = a.Next {
		found := adapter{
			up: a.OperStatus == windows.IfOperStatusUp, loopback: a.IfType == windows.IF_TYPE_SOFTWARE_LOOPBACK,
			metric: min(a.Ipv4Metric, a.Ipv6Metric),
		}
		for s := a.FirstDnsServerAddress; s != nil; s = s.Next {
			if server, ok := netip.AddrFromSlice(s.Address.IP()); ok {
				server = server.Unmap()
				if server.Is6() && server.IsLinkLocalUnicast() {
					server = server.WithZone(strconv.FormatUint(uint64(a.Ipv6IfIndex), 10))
				}
				found.servers = append(found.servers, server)
			}
		}
		all = append(all, found)
	}
	return all
}
