// SPDX-License-Identifier: MPL-2.0

package sandbox

import (
	"fmt"
	"strings"

	"github.com/domainverify/terraform-provider-domainverify/internal/sandbox/websim"
)

// startWeb makes up the key that publishing files takes.
func (s *Sandbox) startWeb() error {
	random, err := s.options.random("web")
	if err != nil {
		return err
	}
	key := fmt.Sprintf("%016x%016x", random.Uint64(), random.Uint64())
	if s.Web, err = websim.New(key, s.Clock.Now); err != nil {
		return err
	}
	s.webURL, err = s.listen("web", s.options.Ports.Web, s.Web)
	return err
}

// webAddress is the host:port of the web host.
func (s *Sandbox) webAddress() string { return strings.TrimPrefix(s.webURL, "http://") }
