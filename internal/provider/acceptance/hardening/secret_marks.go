// SPDX-License-Identifier: MPL-2.0

package hardening

import (
	"context"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"html"
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"github.com/domainverify/terraform-provider-domainverify/internal/sandbox"
)

// shortestMark is the length from which a part of a secret is looked for.
const shortestMark = 12

// Marks are texts that give a secret away, each with its name. They are made here and
// not by what removes secrets, so that a form which that one forgets is found.
type Marks map[string]string

// Add adds a secret in all its forms. Of one with several lines, such as a key, each
// line is a secret.
func (m Marks) Add(name, secret string) {
	for number, line := range strings.Split(secret, "\n") {
		line = strings.TrimSpace(line)
		if len(line) < shortestMark || strings.HasPrefix(line, "-----") {
			continue
		}
		for form, text := range forms(line) {
			m[text] = fmt.Sprintf("%s (line %d, %s)", name, number+1, form)
		}
	}
}

// forms are what a secret may look like where it leaks. In Base64 it may stand behind
// other text, as in the header of Basic authentication, or in JSON.
func forms(secret string) map[string]string {
	quoted, _ := json.Marshal(secret)
	all := map[string]string{
		"as it is": secret,
		"query":    url.QueryEscape(secret),
		"path":     url.PathEscape(secret),
		"HTML":     html.EscapeString(secret),
		"JSON":     strings.Trim(string(quoted), `"`),
	}
	if half := len(secret) / 2; half >= shortestMark {
		all["first half"], all["second half"] = secret[:half+1], secret[half-1:]
	}
	for before := range 3 {
		encoded := base64.StdEncoding.EncodeToString([]byte("::"[:before] + secret))
		// Four digits at each end depend on what stands beside it.
		if inner := encoded[4 : len(encoded)-4]; len(inner) >= shortestMark {
			all[fmt.Sprintf("Base64 from %d", before)] = inner
			all[fmt.Sprintf("URL-safe Base64 from %d", before)] = base64.URLEncoding.EncodeToString([]byte("::"[:before] + secret))[4 : len(encoded)-4]
		}
	}
	return all
}

// AddIssued adds the access tokens that the simulator of a service has issued.
func (m Marks) AddIssued(ctx context.Context, running *sandbox.Sandbox, service string) error {
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, running.Info().Control.BaseURL+"/"+service+"/tokens", http.NoBody)
	if err != nil {
		return err
	}
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		return err
	}
	defer response.Body.Close()
	if response.StatusCode != http.StatusOK { // it issues none
		return nil
	}
	var tokens []string
	if err := json.NewDecoder(response.Body).Decode(&tokens); err != nil {
		return err
	}
	for _, token := range tokens {
		m.Add("an issued access token", token)
	}
	return nil
}

// Texts are the marks themselves, in one order.
func (m Marks) Texts() []string { return slices.Sorted(maps.Keys(m)) }

// In names the secrets that a text gives away.
func (m Marks) In(text string) (found []string) {
	for mark, name := range m {
		if strings.Contains(text, mark) {
			found = append(found, name)
		}
	}
	slices.Sort(found)
	return found
}
