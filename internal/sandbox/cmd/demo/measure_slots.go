// SPDX-License-Identifier: MPL-2.0

package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"strings"
	"time"
)

// Domains without a record are twice as many as Terraform works on at a time, so that no order leaves a slot to the
// others. Both together are all that an organization of Zoho may have.
const (
	missingRecords   = 20
	publishedRecords = 10
)

// slotsTimeout is far longer than a domain with a record takes.
const slotsTimeout = 20 * time.Second

// measureSlots applies published and missing records together, in each way to run a fleet, and takes the time until the
// last domain whose record is published is verified, and until the end, since the first verification has begun.
func measureSlots(ctx context.Context, s settings, environment []string, _ int, report func(...figure) error) error {
	for _, way := range []struct {
		name    string
		wait    bool
		timeout time.Duration
		args    []string
	}{
		{"default", true, slotsTimeout, nil},
		{"short_timeout", true, slotsTimeout / 4, nil},
		{"parallelism_50", true, slotsTimeout, []string{"-parallelism=50"}},
		{"hand_off", false, slotsTimeout, nil},
	} {
		verified, whole, errs, err := slots(ctx, s, environment, way.wait, way.timeout, way.args)
		if err != nil {
			return fmt.Errorf("%s: %w", way.name, err)
		}
		point := func(what, unit string, value float64) figure {
			return figure{Name: "missing_records_" + way.name + "_" + what, Value: rounded(value), Unit: unit, OK: true}
		}
		if err := report(point("last_published_verified", "s", verified), point("apply", "s", whole), point("errors", "errors", float64(errs))); err != nil {
			return err
		}
	}
	return nil
}

func slots(ctx context.Context, s settings, environment []string, wait bool, timeout time.Duration, args []string) (verified, whole float64, errs int, err error) {
	configuration, err := fs.Sub(measured, "measure/slots")
	if err != nil {
		return 0, 0, 0, err
	}
	zones := fleetDomains(missingRecords + publishedRecords)
	// Spread among the others, as no order puts them at the end.
	var missing, published []string
	for i, zone := range zones {
		if i%3 != 0 {
			missing = append(missing, zone)
		} else {
			published = append(published, zone)
		}
	}
	st, err := setStage(ctx, s, environment, configuration, zones)
	if err != nil {
		return 0, 0, 0, err
	}
	defer func() { err = errors.Join(err, st.clear()) }()
	if err := errors.Join(st.control.liftZohoLimit(ctx), st.setVariables(map[string]any{"published": published, "missing": missing, "wait": wait, "timeout": timeout.String()})); err != nil {
		return 0, 0, 0, err
	}
	// Everything before the verifications, which alone wait.
	if _, err := st.terraform.events(ctx, "apply", "-json", "-input=false", "-auto-approve", "-target=sandbox_dns_record_set.all", "-target=domainverify_verification_token.all"); err != nil {
		return 0, 0, 0, err
	}
	output, failed := st.terraform.run(ctx, append([]string{"apply", "-json", "-input=false", "-auto-approve"}, args...)...)
	ended := time.Now()
	var began time.Time // of the first verification
	for _, e := range parseEvents(output) {
		switch {
		case e.Type == "apply_start" && began.IsZero():
			began = e.At
		case e.Diagnostic != nil && e.Diagnostic.Severity == "error":
			errs++
		case e.Type == "apply_complete" && e.Hook != nil && isOneOf(e.Hook.Resource.Addr, published):
			verified = max(verified, e.At.Sub(began).Seconds())
		}
	}
	switch {
	case failed != nil && errs == 0:
		return 0, 0, 0, fmt.Errorf("run terraform apply: %w: %s", failed, last(output, 4000))
	case began.IsZero():
		return 0, 0, 0, fmt.Errorf("terraform apply verifies nothing: %s", last(output, 4000))
	}
	whole = ended.Sub(began).Seconds()
	return verified, whole, errs, nil
}

func isOneOf(address string, domains []string) bool {
	for _, domain := range domains {
		if strings.Contains(address, domain) {
			return true
		}
	}
	return false
}
