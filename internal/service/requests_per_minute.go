// SPDX-License-Identifier: MPL-2.0

package service

import (
	"strconv"
)

// SettingRequestsPerMinute is the setting of every service that bounds how many
// requests one process sends to it within any minute.
const SettingRequestsPerMinute = "requests_per_minute"

// RequestsPerMinute reads that setting; 0 is no bound. why says what the
// service is known to allow. Errors are *SettingError.
func (v Values) RequestsPerMinute(otherwise int, why string) (int, error) {
	text := v[SettingRequestsPerMinute]
	if text == "" {
		return otherwise, nil
	}
	number, err := strconv.Atoi(text)
	if err != nil || number < 1 {
		return 0, &SettingError{Setting: SettingRequestsPerMinute, Reason: "invalid value " + strconv.Quote(text) + ": must be an integer of at least 1. " + why}
	}
	return number, nil
}
