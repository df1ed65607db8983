// SPDX-License-Identifier: MPL-2.0

package simhttp

import (
	"fmt"
	"strconv"
	"strings"
	"sync"
)

// Core is what every simulator embeds: its lock and its switches.
type Core struct {
	mu       sync.Mutex
	switches *Switches
}

// NewCore takes the switches of a simulator.
func NewCore(switches ...Switch) Core { return Core{switches: NewSwitches(switches...)} }

// Switches are the unknowns of the service.
func (c *Core) Switches() *Switches { return c.switches }

// Is reports whether a switch has that value.
func (c *Core) Is(name, value string) bool { return c.Value(name) == value }

// Value is the value of a switch.
func (c *Core) Value(name string) string { return c.switches.Value(name) }

// Number is the number that the value of a switch begins with, such as 404 in
// "404_in_200". A value without one is a mistake in the simulator and panics.
func (c *Core) Number(name string) int {
	value := c.Value(name)
	digits := value[:len(value)-len(strings.TrimLeft(value, "0123456789"))]
	number, err := strconv.Atoi(digits)
	if err != nil {
		panic(fmt.Sprintf("the simulator wants a number of switch %q, which is %q", name, value))
	}
	return number
}

// Lock keeps the state of the simulator to the caller until unlock is called. A
// [Frame] holds it while an operation runs.
func (c *Core) Lock() (unlock func()) {
	c.mu.Lock()
	return c.mu.Unlock
}

// Unlocked lets other requests go on while do waits for DNS or the web, which may take
// seconds. Everything that was read before may have changed when it returns.
func (c *Core) Unlocked(do func()) {
	c.mu.Unlock()
	defer c.mu.Lock()
	do()
}
