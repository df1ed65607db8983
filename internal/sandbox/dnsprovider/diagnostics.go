// SPDX-License-Identifier: MPL-2.0

package dnsprovider

import (
	"errors"
	"fmt"
	"net/http"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/miekg/dns"
)

const (
	summaryProviderConfig = "Configure Sandbox Provider"
	summaryRecordName     = "Name Record Set"
	summaryRecordValue    = "Read Record Value"
	summaryCreate         = "Create Record Set"
	summaryRead           = "Read Record Set"
	summaryUpdate         = "Update Record Set"
	summaryDelete         = "Delete Record Set"
	summaryImport         = "Import Record Set"
	summaryFileURL        = "Read Web File URL"
	summaryFileCreate     = "Create Web File"
	summaryFileRead       = "Read Web File"
	summaryFileUpdate     = "Update Web File"
	summaryFileDelete     = "Delete Web File"
)

func missingServer() diag.Diagnostic {
	return diag.NewAttributeErrorDiagnostic(path.Root("server"), summaryProviderConfig,
		"No DNS server is given. Set server in the provider block or "+envServer+" in the environment, as host:port.")
}

func halfAKey() diag.Diagnostic {
	return diag.NewAttributeErrorDiagnostic(path.Root("tsig_name"), summaryProviderConfig,
		"A TSIG key needs both tsig_name and tsig_secret ("+envTSIGName+" and "+envTSIGSecret+"), and only one of them is given.")
}

func unreadableSecret() diag.Diagnostic {
	return diag.NewAttributeErrorDiagnostic(path.Root("tsig_secret"), summaryProviderConfig,
		"The TSIG secret is not base64. It is written the way key files of DNS servers write it.")
}

func providerNotReady(summary string) diag.Diagnostic {
	return diag.NewErrorDiagnostic(summary,
		"The provider block has values that are not known yet. Apply what they come from first (terraform apply -target).")
}

func missingZone() diag.Diagnostic {
	return diag.NewAttributeErrorDiagnostic(path.Root("zone"), summaryRecordName,
		"No zone is given. Set zone here or in the provider block, or "+envZone+" in the environment.")
}

// zoneNameServers: a server keeps the apex' NS records whatever an update deletes (RFC 2136 section 3.4.2.3), so no
// resource can own them.
func zoneNameServers(zone string) diag.Diagnostic {
	return diag.NewAttributeErrorDiagnostic(path.Root("name"), summaryRecordName, fmt.Sprintf(
		"The name servers of the zone itself (%s) cannot be managed here; NS records below it, which delegate, can.", zone))
}

func importIDMalformed(id string) diag.Diagnostic {
	return diag.NewErrorDiagnostic(summaryImport, fmt.Sprintf(
		"The id %q is not of the form zone/name/TYPE, for example acme.test/www.acme.test/TXT.", id))
}

// failed words an error of the client for one record set.
func failed(summary string, s recordSet, err error) diag.Diagnostic {
	detail := fmt.Sprintf("Record set %s: %s.", s.id(), err)
	if hint := hintFor(s, err); hint != "" {
		detail += "\n\n" + hint
	}
	return diag.NewErrorDiagnostic(summary, detail)
}

func hintFor(s recordSet, err error) string {
	switch {
	case errors.Is(err, errExists):
		return fmt.Sprintf("This resource owns the whole record set and does not take over one it has not made. "+
			"Import it with the id %s, add the values to the resource that has it, or remove it.", s.id())
	case errors.Is(err, errAlias):
		return fmt.Sprintf("Look what is at %s, and remove it or use another name.", s.owner)
	}
	var answer *answerError
	if !errors.As(err, &answer) || answer.reason != "" {
		return ""
	}
	switch {
	case answer.tsig == dns.RcodeBadTime:
		return "The clocks of this machine and of the server are more than five minutes apart."
	case answer.tsig != 0:
		return "The server does not know this TSIG key, or has another secret or algorithm for it."
	case answer.rcode == dns.RcodeNotAuth:
		return fmt.Sprintf("The server is not the primary of zone %s.", s.zone)
	case answer.rcode == dns.RcodeRefused:
		return fmt.Sprintf("The server does not serve zone %s, or takes only updates that are signed with a TSIG key.", s.zone)
	}
	return ""
}

func missingWebServer(summary string) diag.Diagnostic {
	return diag.NewErrorDiagnostic(summary,
		"No web host is given. Set web_server in the provider block or "+envWebServer+" in the environment, as URL or as host:port.")
}

func badFileURL(err error) diag.Diagnostic {
	return diag.NewAttributeErrorDiagnostic(path.Root("url"), summaryFileURL, fmt.Sprintf("The URL %s.", err))
}

// failedFile words an error of the web client for one file.
func failedFile(summary, url string, err error) diag.Diagnostic {
	detail := fmt.Sprintf("Web file %s: %s.", url, err)
	var answer *webAnswerError
	switch {
	case errors.Is(err, errFileExists):
		detail += "\n\nThis resource does not take over a file that it has not made. Import it with its URL as id, or remove it."
	case errors.As(err, &answer) && (answer.status == http.StatusUnauthorized || answer.status == http.StatusForbidden):
		detail += "\n\nThe web host does not accept the key. It stands in web_key of the provider block, or in " + envWebKey + "."
	}
	return diag.NewErrorDiagnostic(summary, detail)
}
