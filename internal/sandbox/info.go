// SPDX-License-Identifier: MPL-2.0

package sandbox

import (
	"encoding/json"
	"strings"

	"github.com/domainverify/terraform-provider-domainverify/internal/sandbox/simhttp"
)

// Info is every endpoint and credential, the line that the command prints. In JSON, each
// service is a member of its name.
type Info struct {
	Web     WebInfo     `json:"web"`
	DNS     DNSInfo     `json:"dns"`
	Control ControlInfo `json:"control"`
	// Services configure clients of the services.
	Services []NamedClient `json:"-"`
	KnownClients
}

// NamedClient configures a client of the service of that name.
type NamedClient struct {
	Name string
	simhttp.Client
}

// WebInfo is the web host of every domain: Address is the host:port to connect to in
// place of a domain's own, Key the bearer token that publishes files.
type WebInfo struct {
	BaseURL string `json:"base_url"`
	Address string `json:"address"`
	Key     string `json:"key"`
}

// DNSInfo has host:port addresses, the primary first, and the key for RFC 2136
// updates. Zone is the first of Zones.
type DNSInfo struct {
	Authoritative []string `json:"authoritative"`
	Recursive     string   `json:"recursive"`
	Zone          string   `json:"zone"`
	Zones         []string `json:"zones"`
	TSIGName      string   `json:"tsig_name"`
	TSIGAlgorithm string   `json:"tsig_algorithm"`
	TSIGSecret    string   `json:"tsig_secret"`
}

// ControlInfo is where the control API listens; GET / there explains it.
type ControlInfo struct {
	BaseURL string `json:"base_url"`
}

// Info describes this sandbox.
func (s *Sandbox) Info() Info {
	key := s.DNS.TSIG()
	info := Info{
		Web: WebInfo{BaseURL: s.webURL, Address: s.webAddress(), Key: s.Web.Key()},
		DNS: DNSInfo{
			Authoritative: s.DNS.Authoritative(),
			Recursive:     s.DNS.Recursive(),
			Zone:          s.options.Zones[0],
			Zones:         s.options.Zones,
			TSIGName:      key.Name,
			TSIGAlgorithm: key.Algorithm,
			TSIGSecret:    key.Secret,
		},
		Control: ControlInfo{BaseURL: s.control},
	}
	for _, service := range s.services {
		client := service.Client(service.urls)
		info.Services = append(info.Services, NamedClient{service.Name, client})
		info.set(client)
	}
	return info
}

// MarshalJSON implements json.Marshaler.
func (i Info) MarshalJSON() ([]byte, error) {
	members := map[string]any{"web": i.Web, "dns": i.DNS, "control": i.Control}
	for _, client := range i.Services {
		members[client.Name] = client.Client
	}
	return json.Marshal(members)
}

// Variables are the environment variables that configure the provider, the sandbox
// DNS provider and whoever talks to the control API: name, value.
func (i Info) Variables() (variables [][2]string) {
	for _, client := range i.Services {
		variables = append(variables, client.Variables()...)
	}
	return append(variables, [][2]string{
		{"DOMAINVERIFY_HTTP_CONNECT_TO", i.Web.Address}, // the provider then fetches verification files there
		{"DOMAINVERIFY_DNS_NAMESERVERS", strings.Join(i.DNS.Authoritative, ",")},
		{"DOMAINVERIFY_DNS_RESOLVERS", i.DNS.Recursive},
		{"SANDBOX_DNS_SERVER", i.DNS.Authoritative[0]}, // the primary, the one that takes updates
		{"SANDBOX_DNS_ZONE", i.DNS.Zone},
		{"SANDBOX_DNS_TSIG_NAME", i.DNS.TSIGName},
		{"SANDBOX_DNS_TSIG_ALGORITHM", i.DNS.TSIGAlgorithm},
		{"SANDBOX_DNS_TSIG_SECRET", i.DNS.TSIGSecret},
		{"SANDBOX_WEB_SERVER", i.Web.BaseURL},
		{"SANDBOX_WEB_KEY", i.Web.Key},
		{"SANDBOX_CONTROL_URL", i.Control.BaseURL},
	}...)
}

// Exports are environment variables as shell lines.
func Exports(variables [][2]string) (lines []string) {
	for _, variable := range variables {
		lines = append(lines, "export "+variable[0]+"="+shellQuote(variable[1]))
	}
	return lines
}

// shellQuote follows POSIX: nothing is special between single quotes but the quote.
func shellQuote(value string) string {
	return "'" + strings.ReplaceAll(value, "'", `'\''`) + "'"
}
