// SPDX-License-Identifier: MPL-2.0

package figures_test

import (
	"runtime/metrics"
	"sync"
	"time"
)

// inUse is what the process holds of the system's memory: everything mapped,
// less what was given back.
func inUse() uint64 {
	samples := []metrics.Sample{{Name: "/memory/classes/total:bytes"}, {Name: "/memory/classes/heap/released:bytes"}}
	metrics.Read(samples)
	return samples[0].Value.Uint64() - samples[1].Value.Uint64()
}

// watchMemory keeps the highest value until stop, after which peak may be read.
func watchMemory() (peak *uint64, stop func()) {
	peak = new(uint64)
	end := make(chan struct{})
	var watch sync.WaitGroup
	watch.Go(func() {
		look := time.NewTicker(5 * time.Millisecond)
		defer look.Stop()
		for {
			*peak = max(*peak, inUse())
			select {
			case <-look.C:
			case <-end:
				return
			}
		}
	})
	return peak, func() { close(end); watch.Wait() }
}
