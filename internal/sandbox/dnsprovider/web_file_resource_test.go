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
	"github.com/hashicorp/terraform-plugin-testing/terraform"

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

// files checks what the web host serves: pairs of URL and content.
func files(h *websim.Host, pairs ...string) func(*terraform.State) error {
	want := map[string]string{}
	for i := 0; i < len(pairs); i += 2 {
		want[pairs[i]] = pairs[i+1]
	}
	return func(*terraform.State) error {
		if diff := cmp.Diff(want, h.Files()); diff != "" {
			return fmt.Errorf("files (-want +got):\n%s", diff)
		}
		return nil
	}
}

func TestWebFileLivesFromCreateToDestroy(t *testing.T) {
	t.Parallel()
	h, environment := startWeb(t)
	resource.UnitTest(t, resource.TestCase{
		ProtoV6ProviderFactories: factories(environment),
		Steps: []resource.TestStep{
			{Config: webFile(fileURL, "12345678"), Check: files(h, storedURL, "12345678")},
			{
				ResourceName: fileAddress, ImportState: true, ImportStateId: fileURL, ImportStateVerify: true,
				ImportStateVerifyIdentifierAttribute: "url",
			},
			{Config: webFile(fileURL, "87654321\n"), ConfigPlanChecks: plannedFile(plancheck.ResourceActionUpdate), Check: files(h, storedURL, "87654321\n")},
			{
				Config: webFile("http://www.acme.test/verify.html", ""), ConfigPlanChecks: plannedFile(plancheck.ResourceActionReplace),
				Check: files(h, "http://www.acme.test/verify.html", ""),
			},
		},
		CheckDestroy: files(h),
	})
}

func TestWebFileThatVanishedOrChangedIsPutRight(t *testing.T) {
	t.Parallel()
	h, environment := startWeb(t)
	config := webFile(fileURL, "12345678")
	resource.UnitTest(t, resource.TestCase{
		ProtoV6ProviderFactories: factories(environment),
		Steps: []resource.TestStep{
			{Config: config},
			{
				PreConfig: func() { must(t, h.Remove(fileURL)) },
				Config:    config, ConfigPlanChecks: plannedFile(plancheck.ResourceActionCreate), Check: files(h, storedURL, "12345678"),
			},
			{
				PreConfig: func() { must(t, h.Publish(fileURL, "stranger")) },
				Config:    config, ConfigPlanChecks: plannedFile(plancheck.ResourceActionUpdate), Check: files(h, storedURL, "12345678"),
			},
			{PreConfig: func() { must(t, h.Remove(fileURL)) }, Config: config, Destroy: true},
		},
		CheckDestroy: files(h),
	})
}

func TestAnswerThatIsNoFileNeverRemovesItFromState(t *testing.T) {
	t.Parallel()
	h, environment := startWeb(t)
	config := webFile(fileURL, "12345678")
	answer := func(a websim.Answer) func() { return func() { must(t, h.Preset(fileURL, a)) } }
	resource.UnitTest(t, resource.TestCase{
		ProtoV6ProviderFactories: factories(environment),
		Steps: []resource.TestStep{
			{Config: config},
			{PreConfig: answer(websim.Answer{Status: http.StatusBadGateway}), Config: config, ExpectError: regexp.MustCompile(`(?s)Read Web File.*502`)},
			{
				PreConfig: answer(websim.Answer{Status: http.StatusFound, Location: "/login"}), Config: config,
				ExpectError: regexp.MustCompile(`(?s)Read Web File.*302`),
			},
			{PreConfig: h.Reset, Config: config, ConfigPlanChecks: plannedFile(plancheck.ResourceActionNoop)},
		},
	})
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
			resource.UnitTest(t, resource.TestCase{
				ProtoV6ProviderFactories: factories(environment),
				Steps: []resource.TestStep{{
					Config: webFile(test.url, "new"), ExpectError: regexp.MustCompile(`(?s)` + wrapped(test.want)),
				}},
			})
			if diff := cmp.Diff(before, h.Files()); diff != "" {
				t.Errorf("files changed (-before +after):\n%s", diff)
			}
		})
	}
}

func TestWebHostOfTheProviderBlockWinsAndMayBeUnknownAtPlan(t *testing.T) {
	t.Parallel()
	h, environment := startWeb(t)
	server := environment["SANDBOX_WEB_SERVER"]
	environment["SANDBOX_WEB_SERVER"], environment["SANDBOX_WEB_KEY"] = "127.0.0.1:1", "wrong"
	resource.UnitTest(t, resource.TestCase{
		ProtoV6ProviderFactories: factories(environment),
		Steps: []resource.TestStep{{
			Config: "resource \"terraform_data\" \"key\" {\n input = \"secret\"\n}\n" +
				fmt.Sprintf("provider \"sandbox\" {\n web_server = %q\n web_key = terraform_data.key.output\n}\n", server) + webFile(fileURL, "12345678"),
			Check: files(h, storedURL, "12345678"),
		}},
	})
}

func TestImportOfWhatIsNoWebFileIsAnError(t *testing.T) {
	t.Parallel()
	_, environment := startWeb(t)
	for id, want := range map[string]string{
		"acme.test":              `Read Web File URL`,
		"http://acme.test/other": `Cannot import non-existent remote object`,
	} {
		resource.UnitTest(t, resource.TestCase{
			ProtoV6ProviderFactories: factories(environment),
			Steps: []resource.TestStep{{
				Config: webFile(fileURL, "a"), ResourceName: fileAddress, ImportState: true, ImportStateId: id, ExpectError: regexp.MustCompile(wrapped(want)),
			}},
		})
	}
}
