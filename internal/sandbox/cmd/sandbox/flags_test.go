// SPDX-License-Identifier: MPL-2.0

package main

import (
	"bytes"
	"context"
	"io"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/domainverify/terraform-provider-domainverify/internal/sandbox"
	"github.com/domainverify/terraform-provider-domainverify/internal/sandbox/webexsim"
	"github.com/domainverify/terraform-provider-domainverify/internal/sandbox/zohosim"
)

func TestFlagsBecomeOptions(t *testing.T) {
	t.Parallel()
	got, exports, err := parse([]string{
		"-env", "-zones", "a.test,b.test", "-resolver", "127.0.0.1:53", "-seed", "9",
		"-webex-port", "8001", "-workos-port", "8003", "-control-port", "8002",
		"-zoho-port", "8004", "-zoho-accounts-port", "8005", "-web-port", "8006", "-zoho-data-center", "eu", "-dns-ports", "5301,5302,5300", "-webex-government",
	}, io.Discard)
	want := sandbox.Options{
		Zones: []string{"a.test", "b.test"}, Resolver: "127.0.0.1:53", Seed: 9,
		Ports: sandbox.Ports{
			Hosts: map[string]int{"webex": 8001, "workos": 8003, "zoho": 8004, "zoho accounts": 8005},
			Web:   8006, Control: 8002, DNS: []int{5301, 5302, 5300},
		},
		Webex: webexsim.Config{Government: true},
		Zoho:  zohosim.Config{Credentials: zohosim.Credentials{DataCenter: "eu"}},
	}
	if diff := cmp.Diff(want, got); diff != "" || err != nil || !exports {
		t.Errorf("exports %t, error %v, options (-want +got):\n%s", exports, err, diff)
	}
}

func TestBadCommandLinesAreExplainedAndExitNonZero(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		args string
		exit int
		says string
	}{
		{"-colour red", 2, "colour"},
		{"start", 2, "unexpected argument"},
		{"-dns-ports 53,many", 2, "many"},
		{"-dns-ports 5301", 1, "sandbox: starting the DNS world"},
		{"-zoho-data-center mars", 1, "us, eu, in, au"},
		{"-help", 0, "-zones"},
	} {
		var stdout, stderr bytes.Buffer
		exit := run(context.Background(), strings.Fields(c.args), &stdout, &stderr)
		if exit != c.exit || !strings.Contains(stderr.String(), c.says) || stdout.Len() != 0 {
			t.Errorf("%s: exit %d, stderr %q, stdout %q, want exit %d and %q", c.args, exit, stderr.String(), stdout.String(), c.exit, c.says)
		}
	}
}
