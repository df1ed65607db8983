// SPDX-License-Identifier: MPL-2.0

package dnsprovider

import (
	"errors"
	"fmt"
	"net/http"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
)

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
