// SPDX-License-Identifier: MPL-2.0

package service_test

import (
	"errors"
	"testing"

	"github.com/domainverify/terraform-provider-domainverify/internal/service"
)

func TestRequestsPerMinuteIsAWholeNumberOrLeftOut(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]int{"": 20, "1": 1, "300": 300, "0": 0, "-5": 0, "2.5": 0, "many": 0} {
		got, err := service.Values{service.SettingRequestsPerMinute: text}.RequestsPerMinute(20, "Leave it out.")
		var fault *service.SettingError
		if refused := errors.As(err, &fault); got != want || refused != (want == 0) {
			t.Errorf("%q: %d, %v, want %d", text, got, err, want)
		}
	}
}
