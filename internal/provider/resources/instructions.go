// SPDX-License-Identifier: MPL-2.0

package resources

import (
	"cmp"
	"fmt"
	"strings"
	"time"

	"github.com/domainverify/terraform-provider-domainverify/internal/displaytext"
	"github.com/domainverify/terraform-provider-domainverify/internal/domainname"
	"github.com/domainverify/terraform-provider-domainverify/internal/service"
)

// issuer is the service that issues a token, as its instructions need it.
type issuer struct {
	company     string
	recordStays bool
}

// issuerOf is the service of that name. One that is not configured does nothing known.
func (c *configured) issuerOf(name string) issuer {
	from := issuer{company: c.data.Catalog.Title(name)}
	if svc := c.data.Services[name].Service; svc != nil {
		from.recordStays = svc.Capabilities().RecordStays
	}
	return from
}

// instructions is text that can be sent as it is to somebody who does not use
// Terraform. What the service issued is shown in it, not stored: record and
// http_file have it unchanged.
func instructions(from issuer, id service.DomainID, challenge service.Challenge) string {
	after := ""
	if from.recordStays {
		after = fmt.Sprintf("\n\nIt has to stay after the verification: %s looks at it again, and drops the verification when it is gone.", from.company)
	}
	if !challenge.ExpiresAt.IsZero() {
		after += fmt.Sprintf("\n\nThe token expires at %s. What is published with it counts only until then.", challenge.ExpiresAt.UTC().Format(time.RFC3339))
	}
	switch {
	case challenge.Publication.Record != nil:
		return recordInstructions(from.company, id, *challenge.Publication.Record) + after
	case challenge.Publication.HTTPFile != nil:
		return fileInstructions(from.company, id, *challenge.Publication.HTTPFile) + after
	}
	return ""
}

func recordInstructions(company string, id service.DomainID, r service.Record) string {
	name := cmp.Or(displaytext.Escape(r.Name), "(no longer shown by "+company+")")
	text := fmt.Sprintf("To prove to %s that we own %s, please publish this DNS record:\n\n  Name:  %s\n  Type:  %s\n  Value: %s\n  TTL:   %d\n",
		company, id.Domain, name, displaytext.Escape(r.Type), displaytext.Escape(r.Value), r.TTL)
	if r.Type == "TXT" {
		text += "\nThe value is one line without quotes or spaces around it. Other TXT records at this name stay as they are."
	}
	return displaytext.JoinLines(text, relativeNames(r.Name, id.Domain))
}

// relativeNames says how the name is written where a DNS host wants it relative to the
// zone: written in full there, it would be published with the zone in it twice. Only the
// DNS shows which of the domain and its parents the zone is.
func relativeNames(name, domain string) string {
	var written []string
	for _, zone := range domainname.PossibleZones(domain) {
		relative, isInside := cutZone(name, zone)
		if !isInside {
			continue
		}
		if relative == "" {
			relative = "@ (or left empty)"
		}
		written = append(written, fmt.Sprintf("%s in the zone %s", displaytext.Escape(relative), zone))
	}
	if len(written) == 0 {
		return ""
	}
	return "Where the DNS host wants names relative to the zone, the name is " + strings.Join(written, ", or ") + "."
}

// cutZone returns the part of the name before the zone, in the spelling of the name.
func cutZone(name, zone string) (relative string, isInside bool) {
	at := len(name) - len(zone)
	if at < 0 || !strings.EqualFold(name[at:], zone) {
		return "", false
	}
	return strings.TrimSuffix(name[:at], "."), at == 0 || name[at-1] == '.'
}

func fileInstructions(company string, id service.DomainID, file service.HTTPFile) string {
	return fmt.Sprintf("To prove to %s that we own %s, please serve this file:\n\n  URL:     %s\n  Content: %s\n\n"+
		"The file holds exactly this content: no markup, no white space, no further line.",
		company, id.Domain, displaytext.Escape(file.URL), displaytext.Escape(file.Content))
}
