// SPDX-License-Identifier: MPL-2.0

package main

import (
	"context"
	"errors"
	"os"
)

var errInterrupted = errors.New("interrupted; the sandbox is stopped, and nothing is left behind")

// play sets the stage, tells the story and clears up.
func play(ctx context.Context, s settings, environment []string, out *report) (err error) {
	out.line("One domain, proved to every simulated service from one for_each, on a sandbox of its own.")
	var stage *stage
	err = out.step("Start the sandbox", func() error {
		stage, err = setStage(ctx, s, environment, os.DirFS(s.example), nil)
		if err != nil {
			return err
		}
		services, err := stage.control.services(ctx)
		if err != nil {
			return err
		}
		for _, service := range services {
			out.field(service.Title, service.BaseURL)
		}
		for _, address := range stage.info.DNS.Authoritative {
			out.field("name server", address)
		}
		version, err := stage.terraform.version(ctx)
		if err != nil {
			return err
		}
		out.field("Terraform", version)
		out.field("hurried", "WorkOS verifies in the background. The real one may take ten minutes;")
		out.field("", "this one checks DNS at every request, once it was asked to verify.")
		return stage.control.hurryWorkOS(ctx)
	})
	if stage == nil {
		return err
	}
	defer func() {
		if s.keep && ctx.Err() == nil {
			stage.explainKept(out)
			return
		}
		cleared := stage.clear()
		if ctx.Err() != nil && cleared == nil {
			err = errInterrupted
			return
		}
		err = errors.Join(err, cleared)
	}()
	if err != nil {
		return err
	}
	story, err := newStory(ctx, stage, out)
	if err != nil {
		return err
	}
	return story.tell(ctx)
}
