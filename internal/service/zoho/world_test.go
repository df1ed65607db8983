// SPDX-License-Identifier: MPL-2.0

package zoho_test

import (
	"maps"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/domainverify/terraform-provider-domainverify/internal/leakcheck"
	"github.com/domainverify/terraform-provider-domainverify/internal/sandbox/zohosim"
	"github.com/domainverify/terraform-provider-domainverify/internal/service"
	"github.com/domainverify/terraform-provider-domainverify/internal/service/servicetest"
	"github.com/domainverify/terraform-provider-domainverify/internal/service/zoho"
)

func TestMain(m *testing.M) { leakcheck.Main(m) }

const (
	zone           = servicetest.Zone
	organizationID = "60012345"
	// zohosPatience is how far apart two attempts for one domain have to be.
	zohosPatience = 15 * time.Second
)

// Requests, as parts of their lines. A domain has its name behind those of the list.
const (
	organizationRead = "GET /api/organization/" + organizationID
	listRead         = organizationRead + "/domains"
	domainRead       = listRead + "/d0.corp.test"
	addRequest       = "POST /api/organization/" + organizationID + "/domains"
	putRequest       = "PUT "
	deleteRequest    = "DELETE "
	tokenRequest     = "POST /oauth/v2/token"
)

func subject() servicetest.Subject {
	return servicetest.Subject{
		Definition: zoho.Definition(), TellsTokens: true,
		Calls: map[servicetest.Step]string{
			servicetest.StepAdd: addRequest, servicetest.StepChallenge: listRead, servicetest.StepRead: listRead,
			servicetest.StepVerify: putRequest, servicetest.StepRelease: deleteRequest,
		},
		ErrorBody: func(text string) string { return `{"status":{"code":503,"description":"` + text + `"}}` },
	}
}

// world is a simulated Zoho.
type world struct {
	*servicetest.World
	*zohosim.Sim
}

func newWorld(t *testing.T, change ...func(*zohosim.Config)) *world {
	t.Helper()
	config := zohosim.Config{Credentials: zohosim.Credentials{OrganizationID: organizationID}}
	for _, c := range change {
		c(&config)
	}
	w := &world{}
	w.World = servicetest.Start(t, subject(), zohosim.Factory(&config, &w.Sim))
	return w
}

func start(t *testing.T) *servicetest.World { return newWorld(t).World }

func TestZohoKeepsTheServiceContractByEveryMethod(t *testing.T) {
	t.Parallel()
	for _, method := range service.Methods() {
		t.Run(string(method), func(t *testing.T) {
			t.Parallel()
			servicetest.Run(t, func(t *testing.T) *servicetest.World {
				// The clock jumps while the requests of twenty callers are under way,
				// so that those arrive in the next minute.
				w := newWorld(t, func(c *zohosim.Config) { c.RequestsPerMinute = 60 })
				w.Method = method
				return w.World
			})
		})
	}
}

// refreshing leaves the access token out, so that one has to be asked for.
func (w *world) refreshing() { delete(w.Values, "access_token") }

// ready leaves the access token alone.
func (w *world) ready(accessToken string) {
	for _, name := range []string{"client_id", "client_secret", "refresh_token"} {
		delete(w.Values, name)
	}
	w.Values["access_token"] = accessToken
}

// modes lists what the PUT requests ask for.
func (w *world) modes() (modes []string) {
	for _, body := range w.Bodies(putRequest) {
		modes = append(modes, strings.TrimSuffix(strings.TrimPrefix(body, `{"mode":"`), `"}`))
	}
	return modes
}

// throttledFor5Minutes is what Zoho responds while it has locked the organization out.
const throttledFor5Minutes = `{"status":{"code":429},"data":{"moreInfo":"try again after 5 minutes"}}`

const success = `{"status":{"code":200,"description":"success"}}`

// sample is the object of Zoho's own page, shortened, personal data included.
const sample = `{"domainName":"D0.Corp.TEST","domainId":%ID%,"zoid":60012345,"verificationStatus":%STATUS%,"verifiedBy":9007199254740995,` +
	`"verifiedByAddress":"jane@acme.test","firstName":"Jane","lastName":"Doe","CNAMEVerificationCode":"zb12345678","HTMLVerificationCode":"12345678",` +
	`"mxstatus":"expired","spfstatus":false,"subDomainStripping":0,"dkimDetailList":[{"dkimId":"1"}],"mailHostingEnabled":true,"status":"enabled","URI":"https://mail.zoho.com/x"}`

func object(id, status string) string {
	return strings.NewReplacer("%ID%", id, "%STATUS%", status).Replace(sample)
}

// listing is a success with data, listingOf one with a list of domains.
func listing(data string) string {
	return `{"status":{"code":200,"description":"success"},"data":` + data + `}`
}

func listingOf(domains ...string) string {
	return listing(`{"domainVO":[` + strings.Join(domains, ",") + `]}`)
}

const notFound = `{"status":{"code":404,"description":"Not Found"},"data":{"moreInfo":"No such domain."}}`

// scripted is a process of a Zoho that responds to requests with these bodies, by a part
// of their line, for responses that the simulator does not give. A domain that is not
// among them is a 404. The access token cannot be renewed.
func scripted(t *testing.T, responses map[string]string) *servicetest.Player {
	t.Helper()
	w := newWorld(t)
	w.ready(w.Values["access_token"])
	return script(w.World, responses)
}

// script replaces what a scripted Zoho responds, and starts a process.
func script(w *servicetest.World, responses map[string]string) *servicetest.Player {
	w.T.Helper()
	w.Heal()
	w.ForgetRequests()
	if responses[domainRead] == "" {
		w.Fault(servicetest.Always(domainRead, "status:404", notFound))
	}
	for _, line := range slices.SortedFunc(maps.Keys(responses), func(a, b string) int { return len(b) - len(a) }) {
		w.Fault(servicetest.Always(line, "status:200", responses[line])) // the first match wins
	}
	return w.Player()
}

// brought is the first domain in a state, in the process that has brought it there.
func (w *world) brought(state service.State) *servicetest.Player {
	w.T.Helper()
	return w.Player().Bring(state)
}
