// SPDX-License-Identifier: MPL-2.0

package sandbox

// Info is every endpoint and credential, the line that the command prints.
type Info struct {
	Webex   WebexInfo   `json:"webex"`
	WorkOS  WorkOSInfo  `json:"workos"`
	DNS     DNSInfo     `json:"dns"`
	Control ControlInfo `json:"control"`
}

// WebexInfo configures a client of the simulated Webex. BaseURL ends in /v1.
type WebexInfo struct {
	BaseURL        string `json:"base_url"`
	OrganizationID string `json:"organization_id"`
	AccessToken    string `json:"access_token"`
	ClientID       string `json:"client_id"`
	ClientSecret   string `json:"client_secret"`
	RefreshToken   string `json:"refresh_token"`
}

// WorkOSInfo configures a client of the simulated WorkOS. BaseURL has no path.
type WorkOSInfo struct {
	BaseURL        string `json:"base_url"`
	OrganizationID string `json:"organization_id"`
	APIKey         string `json:"api_key"`
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
	webex, workos, key := s.Webex.Credentials(), s.WorkOS.Credentials(), s.DNS.TSIG()
	return Info{
		Webex: WebexInfo{
			BaseURL:        s.webexURL,
			OrganizationID: webex.OrganizationID,
			AccessToken:    webex.AccessToken,
			ClientID:       webex.ClientID,
			ClientSecret:   webex.ClientSecret,
			RefreshToken:   webex.RefreshToken,
		},
		WorkOS: WorkOSInfo{
			BaseURL:        s.workosURL,
			OrganizationID: workos.OrganizationID,
			APIKey:         workos.APIKey,
		},
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
}
