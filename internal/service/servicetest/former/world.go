// SPDX-License-Identifier: MPL-2.0

package former

import (
	"testing"

	"github.com/domainverify/terraform-provider-domainverify/internal/service"
)

// Step is a kind of request that a service makes.
type Step string

// The steps; AnyStep stands for every request.
const (
	AnyStep       Step = ""
	StepAdd       Step = "add"
	StepChallenge Step = "challenge"
	StepVerify    Step = "verify"
	StepRead      Step = "read"
	StepRelease   Step = "release"
	StepClaim     Step = "claim"
	StepUnclaim   Step = "unclaim"
)

// Fault is what goes wrong with a request. The first three happen before the
// service handles it, the next three after it, so that only the answer is lost.
type Fault string

// The faults that a World can let happen.
const (
	FaultUnavailable      Fault = "status:503"
	FaultDropped          Fault = "drop"
	FaultGarbage          Fault = "garbage"
	FaultUnavailableAfter Fault = "status_after:503"
	FaultDroppedAfter     Fault = "drop_after"
	FaultGarbageAfter     Fault = "garbage_after"
	FaultHang             Fault = "hang"
	FaultHangAfter        Fault = "hang_after"
	FaultUnauthorized     Fault = "status:401"
	FaultForbidden        Fault = "status:403"
	FaultServerError      Fault = "status:500"
)

// World is one simulated service with the DNS that it looks into. Each case
// gets one of its own.
type World interface {
	// Service makes the service as a new process would: nothing remembered.
	Service(t *testing.T) service.Service
	// Method is the one that the world's domains are verified by.
	Method() service.Method
	// ID names the n-th of any number of domains that nobody has yet.
	ID(n int) service.DomainID

	// Publish makes the record or file visible to the simulator, Unpublish
	// takes it away; both outlast every cache in between.
	Publish(t *testing.T, publication service.Publication)
	Unpublish(t *testing.T, publication service.Publication)

	// Truth is the simulator's own state of the domain.
	Truth(id service.DomainID) service.State
	// Remove takes the domain from the organization behind everybody's back.
	Remove(t *testing.T, id service.DomainID)

	// Fail lets the next requests of a step fail; times 0 is until Heal. Body
	// is what a status fault answers, or empty.
	Fail(t *testing.T, step Step, fault Fault, times int, body string)
	Heal()

	// Count is how many requests of a step were made so far.
	Count(step Step) int
	// Writes is how many requests were made so far that can change something.
	Writes() int
	// WritesPerReading is how many of them one reading of the organization
	// may make although it changes nothing in the end; 0 for most services.
	WritesPerReading() int

	// StateReadable is false where the service, as this world has it, cannot say
	// which domains the organization has.
	StateReadable() bool

	// Secrets must never show.
	Secrets() []string
}

// TokenTeller is a World whose service issues the token when a domain is added
// and tells it from then on: there a challenge is a read, which may be repeated
// as often as any other.
type TokenTeller interface{ TellsTokens() }

// Run holds a service to the contract. start makes a world that ends with t.
func Run(t *testing.T, start func(t *testing.T) World) {
	t.Helper()
	for name, test := range cases() {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			test(t, start)
		})
	}
}

type testCase func(t *testing.T, start func(t *testing.T) World)

func cases() map[string]testCase {
	return map[string]testCase{
		"AddingTwiceMakesOneRegistration":                addingTwice,
		"ChallengeGivesAPublicationThatParsesBack":       challengeParsesBack,
		"PublicationWithoutTokenIsOffline":               publicationOffline,
		"UnknownMethodIsRejectedOffline":                 unknownMethod,
		"VerifyIsNotYetUntilTheRecordIsPublished":        verifyNotYet,
		"ReadingChangesNothingHoweverManyDomains":        readingChangesNothing,
		"ReadingFollowsDriftOrSaysUnknown":               readingFollowsDrift,
		"ReleaseOfAGoneDomainSucceeds":                   releaseOfGone,
		"ReleaseLeavesNothing":                           releaseLeavesNothing,
		"LostAnswersAndFailuresHaveEffectOnce":           ambiguousFailures,
		"LastingFailureIsNotHammered":                    lastingFailure,
		"CancellationEndsEveryMethodAndSaysHowItStands":  cancellation,
		"TwentyDomainsAtOnceDoNotDisturbEachOther":       manyAtOnce,
		"RefusalsAreTypedAndHoldNoSecret":                refusals,
		"ClaimAndUnclaimAreIdempotent":                   claimIdempotent,
		"ClaimOfAnUnverifiedDomainIsRefusedWithAnAnswer": claimOfUnverified,
	}
}
