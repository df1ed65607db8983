// SPDX-License-Identifier: MPL-2.0

package servicetest

import "testing"

// Run holds a service to the contract. start makes a world that ends with t.
func Run(t *testing.T, start func(t *testing.T) *World) {
	t.Helper()
	for name, test := range promises() {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			test(t, start)
		})
	}
}

func promises() map[string]func(*testing.T, func(*testing.T) *World) {
	return map[string]func(*testing.T, func(*testing.T) *World){
		"WholeLifePassesInOneProcessAndInMany":           wholeLife,
		"AddingTwiceMakesOneRegistration":                addingTwice,
		"AddTakesNoVerifiedDomainOver":                   addTakesNothingOver,
		"AddAdoptsByNoOldReading":                        addAdoptsByNoOldReading,
		"ChallengeGivesAPublicationThatParsesBack":       challengeParsesBack,
		"PublicationWithoutTokenIsOffline":               publicationOffline,
		"UnknownMethodIsRejectedOffline":                 unknownMethod,
		"VerifyIsNotYetUntilTheRecordIsPublished":        verifyNotYet,
		"ReadingChangesNothingHoweverManyDomains":        readingChangesNothing,
		"ReadingFollowsDriftOrSaysUnknown":               readingFollowsDrift,
		"ReadingThatFailsGivesEachCallerItsOwnError":     errorsAreNotShared,
		"ReleaseIsNotYetWhileTheRecordIsPublished":       releaseNotYet,
		"ProofsNameThePublishedRecordUntilTheRelease":    proofsAreNamed,
		"CallerIsAskedOnceAndIsNoSecret":                 callerIsOne,
		"SubdomainThatIsBornVerifiedNeedsNoToken":        bornVerified,
		"ReleaseThatLastsIsBegunOnceAndResumed":          lastingRelease,
		"LostAnswerToALastingReleaseBeginsNoSecondOne":   lastingReleaseLost,
		"WhatIsInTheWayOfAReleaseIsListed":               blockersAreListed,
		"ReleaseOfAGoneDomainSucceeds":                   releaseOfGone,
		"ReleaseBelievesNoOldReading":                    releaseBelievesNoOldReading,
		"ReleaseLeavesNothing":                           releaseLeavesNothing,
		"LostAnswersAndFailuresHaveEffectOnce":           ambiguousFailures,
		"LastingFailureIsNotHammered":                    lastingFailure,
		"CancellationEndsEveryMethodAndSaysHowItStands":  cancellation,
		"InterruptionAfterALostAnswerSaysThatItIsOpen":   lostAndInterrupted,
		"InterruptedReadingShowsTheLastResponse":         interruptedReading,
		"NothingIsSentWhileAnotherStepIsUnderWay":        oneStepAtATime,
		"TwentyDomainsAtOnceDoNotDisturbEachOther":       manyAtOnce,
		"VerifyingOneDomainAtOnceMakesOneCall":           verifyingOneDomainAtOnce,
		"PageOfAProxyIsNoRefusal":                        pages,
		"RefusalOfEveryCallIsTypedAndHoldsNoSecret":      refusals,
		"ThrottlingIsHeededByAllDomains":                 throttling,
		"ExpiryComesWithTheTokenFromEveryReading":        expiryIsTold,
		"TokenIsRenewedOnceHoweverOftenAsked":            renewedOnce,
		"LostAnswerToARenewalLeavesOneNewToken":          renewalLost,
		"ExpiredTokenIsRenewedAndVerified":               expiredIsRenewed,
		"TokenOfAVerifiedDomainIsNotRenewed":             verifiedNotRenewed,
		"ClaimAndUnclaimAreIdempotent":                   claimIdempotent,
		"ClaimOfAnUnverifiedDomainIsRefusedWithAnAnswer": claimOfUnverified,
	}
}
