// SPDX-License-Identifier: MPL-2.0

package sandbox

// Info is every endpoint and credential, the line that the command prints.
type Info struct {
	Webex   WebexInfo   `json:"webex"`
	WorkOS  WorkOSInfo  `json:"workos"`
	Zoho    ZohoInfo    `json:"zoho"`
	Web     WebInfo     `json:"web"`
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

// ZohoInfo configures a client of the simulated Zoho Mail. Neither URL has a path.
type ZohoInfo struct {
	BaseURL        string `json:"base_url"`
	AccountsURL    string `json:"accounts_url"`
	OrganizationID string `json:"organization_id"`
	ClientID       string `json:"client_id"`
	ClientSecret   string `json:"client_secret"`
	RefreshToken   string `json:"refresh_token"`
	AccessToken    string `json:"access_token"` // lives an hour of the sandbox clock
	DataCenter     string `json:"data_center"`
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
	webex, workos, zoho, key := s.Webex.Credentials(), s.WorkOS.Credentials(), s.Zoho.Credentials(), s.DNS.TSIG()
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
		Zoho: ZohoInfo{
			BaseURL:        s.zohoURL,
			AccountsURL:    s.zohoAccountsURL,
			OrganizationID: zoho.OrganizationID,
			ClientID:       zoho.ClientID,
			ClientSecret:   zoho.ClientSecret,
			RefreshToken:   zoho.RefreshToken,
			AccessToken:    zoho.AccessToken,
			DataCenter:     zoho.DataCenter,
		},
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
}
