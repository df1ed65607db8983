// SPDX-License-Identifier: MPL-2.0

package dnsprovider_test

import (
	"fmt"
	"maps"
	"net/http"
	"net/http/httptest"
	"regexp"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"

	"github.com/domainverify/terraform-provider-domainverify/internal/plugintest"
	"github.com/domainverify/terraform-provider-domainverify/internal/sandbox/websim"
)

const (
	fileAddress = "sandbox_web_file.this"
	fileURL     = "https://acme.test/zohoverify/verifyforzoho.html"
	storedURL   = "http://acme.test/zohoverify/verifyforzoho.html" // how the web host names the same file
)

// startWeb also returns an environment that leads to both hosts.
func startWeb(t *testing.T) (*websim.Host, map[string]string) {
	t.Helper()
	h, err := websim.New("secret", time.Now)
	must(t, err)
	server := httptest.NewServer(h)
	t.Cleanup(server.Close)
	environment := environmentOf(start(t))
	environment["SANDBOX_WEB_SERVER"], environment["SANDBOX_WEB_KEY"] = server.URL, "secret"
	return h, environment
}

func webFile(url, content string) string {
	return fmt.Sprintf("resource \"sandbox_web_file\" \"this\" {\n url = %q\n content = %q\n}\n", url, content)
}

func plannedFile(action plancheck.ResourceActionType) resource.ConfigPlanChecks {
	return resource.ConfigPlanChecks{PreApply: []plancheck.PlanCheck{plancheck.ExpectResourceAction(fileAddress, action)}}
}

// wantFiles shows what the web host serves: pairs of URL and content.
func wantFiles(t *testing.T, h *websim.Host, pairs ...string) {
	t.Helper()
	want := map[string]string{}
	for i := 0; i < len(pairs); i += 2 {
		want[pairs[i]] = pairs[i+1]
	}
	if diff := cmp.Diff(want, h.Files()); diff != "" {
		t.Errorf("files (-want +got):\n%s", diff)
	}
}

// files shows that after a step.
func files(t *testing.T, h *websim.Host, pairs ...string) []statecheck.StateCheck {
	return []statecheck.StateCheck{assertion(func() { wantFiles(t, h, pairs...) })}
}

func TestWebFileLivesFromCreateToDestroy(t *testing.T) {
	t.Parallel()
	h, environment := startWeb(t)
	plugintest.Run(
		t, factories(environment),
		resource.TestStep{Config: webFile(fileURL, "12345678"), ConfigStateChecks: files(t, h, storedURL, "12345678")},
		resource.TestStep{
			ResourceName: fileAddress, ImportState: true, ImportStateId: fileURL, ImportStateVerify: true,
			ImportStateVerifyIdentifierAttribute: "url",
		},
		resource.TestStep{Config: webFile(fileURL, "87654321\n"), ConfigPlanChecks: plannedFile(plancheck.ResourceActionUpdate), ConfigStateChecks: files(t, h, storedURL, "87654321\n")},
		resource.TestStep{
			Config: webFile("http://www.acme.test/verify.html", ""), ConfigPlanChecks: plannedFile(plancheck.ResourceActionReplace),
			ConfigStateChecks: files(t, h, "http://www.acme.test/verify.html", ""),
		},
	)
	wantFiles(t, h)
}

func TestWebFileThatVanishedOrChangedIsPutRight(t *testing.T) {
	t.Parallel()
	h, environment := startWeb(t)
	config := webFile(fileURL, "12345678")
	plugintest.Run(
		t, factories(environment),
		resource.TestStep{Config: config},
		resource.TestStep{
			PreConfig: func() { must(t, h.Remove(fileURL)) },
			Config:    config, ConfigPlanChecks: plannedFile(plancheck.ResourceActionCreate), ConfigStateChecks: files(t, h, storedURL, "12345678"),
		},
		resource.TestStep{
			PreConfig: func() { must(t, h.Publish(fileURL, "stranger")) },
			Config:    config, ConfigPlanChecks: plannedFile(plancheck.ResourceActionUpdate), ConfigStateChecks: files(t, h, storedURL, "12345678"),
		},
		resource.TestStep{PreConfig: func() { must(t, h.Remove(fileURL)) }, Config: config, Destroy: true},
	)
	wantFiles(t, h)
}

func TestAnswerThatIsNoFileNeverRemovesItFromState(t *testing.T) {
	t.Parallel()
	h, environment := startWeb(t)
	config := webFile(fileURL, "12345678")
	answer := func(a websim.Answer) func() { return func() { must(t, h.Preset(fileURL, a)) } }
	plugintest.Run(
		t, factories(environment),
		resource.TestStep{Config: config},
		resource.TestStep{PreConfig: answer(websim.Answer{Status: http.StatusBadGateway}), Config: config, ExpectError: regexp.MustCompile(`(?s)Read Web File.*502`)},
		resource.TestStep{
			PreConfig: answer(websim.Answer{Status: http.StatusFound, Location: "/login"}), Config: config,
			ExpectError: regexp.MustCompile(`(?s)Read Web File.*302`),
		},
		resource.TestStep{PreConfig: h.Reset, Config: config, ConfigPlanChecks: plannedFile(plancheck.ResourceActionNoop)},
	)
}

func TestWebFileThatCannotBeMadeSaysWhy(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		url     string
		prepare func(*websim.Host, map[string]string)
		want    string
	}{
		"exists":         {fileURL, func(h *websim.Host, _ map[string]string) { must(t, h.Publish(fileURL, "old")) }, `Create Web File.*exists already.*Import it`},
		"wrong key":      {fileURL, func(_ *websim.Host, e map[string]string) { e["SANDBOX_WEB_KEY"] = "wrong" }, `401 Unauthorized.*SANDBOX_WEB_KEY`},
		"no web host":    {fileURL, func(_ *websim.Host, e map[string]string) { delete(e, "SANDBOX_WEB_SERVER") }, `No web host is given.*SANDBOX_WEB_SERVER`},
		"nobody listens": {fileURL, func(_ *websim.Host, e map[string]string) { e["SANDBOX_WEB_SERVER"] = "127.0.0.1:1" }, `ask web host http://127\.0\.0\.1:1`},
		"no URL":         {"acme.test/file", nil, `Read Web File URL.*http:// or https://`},
		"unreadable URL": {"http://%zz/", nil, `Read Web File URL.*cannot be read`},
		"query":          {fileURL + "?a=b", nil, `Read Web File URL.*more than scheme, host and path`},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			h, environment := startWeb(t)
			if test.prepare != nil {
				test.prepare(h, environment)
			}
			before := maps.Clone(h.Files())
			plugintest.Run(
				t, factories(environment),
				resource.TestStep{
					Config: webFile(test.url, "new"), ExpectError: regexp.MustCompile(`(?s)` + wrapped(test.want)),
				},
			)
			if diff := cmp.Diff(before, h.Files()); diff != "" {
				t.Errorf("files changed (-before +after):\n%s", diff)
			}
		})
	}
}

func TestWebHostOfTheProviderBlockWins(t *testing.T) {
	t.Parallel()
	h, environment := startWeb(t)
	server := environment["SANDBOX_WEB_SERVER"]
	environment["SANDBOX_WEB_SERVER"], environment["SANDBOX_WEB_KEY"] = "127.0.0.1:1", "wrong"
	plugintest.Run(t, factories(environment), resource.TestStep{
		Config:            fmt.Sprintf("provider \"sandbox\" {\n web_server = %q\n web_key = \"secret\"\n}\n", server) + webFile(fileURL, "12345678"),
		ConfigStateChecks: files(t, h, storedURL, "12345678"),
	})
}

func TestImportOfWhatIsNoWebFileIsAnError(t *testing.T) {
	t.Parallel()
	_, environment := startWeb(t)
	for id, want := range map[string]string{
		"acme.test":              `Read Web File URL`,
		"http://acme.test/other": `Cannot import non-existent remote object`,
	} {
		plugintest.Run(
			t, factories(environment),
			resource.TestStep{
				Config: webFile(fileURL, "a"), ResourceName: fileAddress, ImportState: true, ImportStateId: id, ExpectError: regexp.MustCompile(wrapped(want)),
			},
		)
	}
}
