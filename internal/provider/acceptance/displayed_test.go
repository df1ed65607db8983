// SPDX-License-Identifier: MPL-2.0

package acceptance_test

import (
	"regexp"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"

	"github.com/domainverify/terraform-provider-domainverify/internal/sandbox/simhttp"
)

func TestWordsOfAServiceReachTheTerminalEscaped(t *testing.T) {
	w := zoho(t)
	body := `{"status":{"code":400,"description":"Invalid"},"data":{"errorCode":"ODD\u001b[31m\r\u202e\u0000CODE","moreInfo":"odd\u001b[2J\r\u202e\u0000words"}}`
	if err := w.Recorder.AddFault(simhttp.Fault{Service: "zoho", Match: "GET", Kind: "status:400", Body: body}); err != nil {
		t.Fatal(err)
	}
	w.run(resource.TestStep{
		Config:      zohoDomain,
		ExpectError: regexp.MustCompile(`(?s)^[^\x1b\r\x00\x{202e}]*ODD\\u\{001B\}\[31m\s+\\u\{202E\}\\u\{0000\}CODE[^\x1b\r\x00\x{202e}]*odd\\u\{001B\}\[2J[^\x1b\r\x00\x{202e}]*$`),
	})
}
