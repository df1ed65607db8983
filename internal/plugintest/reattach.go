// SPDX-License-Identifier: MPL-2.0

package plugintest

import (
	"context"
	"encoding/json"
	"io"
	"testing"

	"github.com/hashicorp/go-hclog"
	"github.com/hashicorp/go-plugin"
	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tfprotov6/tf6server"
)

// Reattach serves providers of a registry host, by namespace and name, in this process
// until the test ends, and returns the variable of the environment by which a CLI finds them. A CLI starts the
// process of a provider up to four times a command otherwise, which costs more than all
// that the command does. Nothing is shared between commands, or between plan and apply,
// all the same: a provider begins anew whenever it is configured.
func Reattach(t *testing.T, host string, providers Providers) string {
	t.Helper()
	type address struct{ Network, String string }
	type config struct {
		Protocol        string
		ProtocolVersion int
		Pid             int
		Test            bool
		Addr            address
	}
	served := map[string]config{}
	for name, factory := range providers {
		server, err := factory()
		if err != nil {
			t.Fatal(err)
		}
		source := host + "/" + name
		reattach := serve(t, source, server)
		served[source] = config{
			Protocol: string(reattach.Protocol), ProtocolVersion: reattach.ProtocolVersion, Pid: reattach.Pid, Test: true,
			Addr: address{reattach.Addr.Network(), reattach.Addr.String()},
		}
	}
	encoded, err := json.Marshal(served)
	if err != nil {
		t.Fatal(err)
	}
	return "TF_REATTACH_PROVIDERS=" + string(encoded)
}

func serve(t *testing.T, source string, server tfprotov6.ProviderServer) *plugin.ReattachConfig {
	t.Helper()
	ctx, stop := context.WithCancel(context.Background())
	configs, closed, failed := make(chan *plugin.ReattachConfig), make(chan struct{}), make(chan error, 1)
	t.Cleanup(func() {
		stop()
		<-closed
	})
	go func() {
		failed <- tf6server.Serve(
			source, func() tfprotov6.ProviderServer { return server },
			tf6server.WithDebug(ctx, configs, closed),
			tf6server.WithGoPluginLogger(hclog.New(&hclog.LoggerOptions{Output: io.Discard})),
			tf6server.WithoutLogStderrOverride(), tf6server.WithLoggingSink(t),
		)
	}()
	select {
	case config := <-configs:
		return config
	case err := <-failed:
		t.Fatalf("serve %s: %v", source, err)
		return nil
	}
}
