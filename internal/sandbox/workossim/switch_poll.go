// SPDX-License-Identifier: MPL-2.0

package workossim

import "github.com/domainverify/terraform-provider-domainverify/internal/sandbox/simhttp"

// Switches of the background verification.
const (
	SwitchPollInterval      = "poll_interval_seconds"
	SwitchPollBegins        = "poll_begins"
	SwitchVerifyLooks       = "verify_looks"
	SwitchRestartToken      = "restart_token"
	SwitchRestartClock      = "restart_clock"
	SwitchVerifiedElsewhere = "verified_elsewhere"
	SwitchRecheckOfVerified = "recheck_of_verified"
	SwitchEventLag          = "event_lag_seconds"
)

func pollSwitches() []simhttp.Switch {
	return []simhttp.Switch{
		unknown("1.3", SwitchPollInterval,
			"How many seconds pass between two looks at a pending domain; 0 is a look with every request.",
			"60", "0", "5", "600"),
		unknown("1.3", SwitchPollBegins,
			"Whether the poller looks for the record of a new domain by itself, or only once verify was called.",
			"at_creation", "at_verify"),
		unknown("1.3", SwitchVerifyLooks,
			"Whether verify makes the poller look at once; its own answer is pending either way.",
			"with_the_next_poll", "immediately"),
		unknown("1.3", SwitchRestartToken,
			"What a failed domain must publish after verify restarted it.",
			"same", "new_token", "new_token_and_prefix"),
		unknown("1.3", SwitchRestartClock,
			"Whether a restart gives a failed domain thirty new days, or the time that was left.",
			"begins_anew", "runs_on"),
		unknown("2.1", SwitchVerifiedElsewhere,
			"What a verification does to the same name in other organizations: fail those pending at that moment, nothing, or fail those whose record is found later, too.",
			"pending_fails", "pending_stays", "one_organization_only"),
		unknown("1.3", SwitchRecheckOfVerified,
			"Whether the record of a verified domain must stay.",
			"never", "fails_without_record"),
		unknown("1.3", SwitchEventLag,
			"How many seconds events come after what they tell.",
			"0", "65"),
	}
}
