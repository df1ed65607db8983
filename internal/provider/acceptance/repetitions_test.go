// SPDX-License-Identifier: MPL-2.0

package acceptance_test

import (
	"fmt"
	"os"
	"strconv"
	"testing"
)

// repetitions is how often a story is repeated whose outcome could depend on the
// order in which Terraform visits resources: DOMAINVERIFY_TEST_REPETITIONS, or
// once at each parallelism.
func repetitions(t *testing.T) int {
	t.Helper()
	given := os.Getenv("DOMAINVERIFY_TEST_REPETITIONS")
	if given == "" {
		return len(parallelisms)
	}
	number, err := strconv.Atoi(given)
	if err != nil || number < len(parallelisms) {
		t.Fatalf("DOMAINVERIFY_TEST_REPETITIONS=%s is not a number from %d on", given, len(parallelisms))
	}
	return number
}

// parallelisms are options of plan and apply. With -parallelism=1 the order is
// luck all the same, and nothing can wait for what comes later.
var parallelisms = []string{"-parallelism=10", "-parallelism=1"}

// repeat tells a story again and again in one workspace, at each parallelism in
// turn. A story has to begin where it ends: another world for each repetition
// would cost more than the story. (scripts/repeat finds the tests by this call.)
func (w *workspace) repeat(tell func(t *testing.T, parallelism string)) {
	w.t.Helper()
	whole := w.t
	defer func() { w.t = whole }()
	for i := range repetitions(whole) {
		parallelism := parallelisms[i%len(parallelisms)]
		// After a failure the world is not what the next one begins with.
		if !whole.Run(fmt.Sprintf("%02d %s", i+1, parallelism), func(t *testing.T) {
			w.t = t
			tell(t, parallelism)
		}) {
			return
		}
	}
}
