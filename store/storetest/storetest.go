package storetest

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/switchboard-go/switchboard/store"
)

// Config says how to open the store under test. Open alone is required.
type Config struct {
	// Open returns a store bound to a namespace that is new and empty. Namespaces opened with the
	// same testing.TB may share a database and must not see each other; the same namespace opened
	// with another testing.TB is another one, because all properties use the same names. What it
	// opens is closed by the Cleanup of its testing.TB. Default: none, required.
	Open func(tb testing.TB, namespace string) store.Store

	// Reopen opens again what Open opened with the same testing.TB, as after a restart of whatever
	// keeps the records: it stops and starts the server, where there is one of the test's own. The
	// suite does not use the earlier one any more. Default: what survives a restart is not checked.
	Reopen func(tb testing.TB, namespace string) store.Store

	// Join opens a further handle on what Open opened with the same testing.TB, as another node
	// would; both are used at once. Default: one handle serves all clients.
	Join func(tb testing.TB, namespace string) store.Store

	// OpenKeep is Open with deletions remembered for keep revisions. Default: that old cursors are
	// refused is not checked.
	OpenKeep func(tb testing.TB, namespace string, keep int) store.Store

	// Rewind copies a namespace that Open opened with the same testing.TB, as a backup or a standby
	// that lags behind has it, and returns what puts the copy back, behind the backs of all open
	// handles. It is called again after that. Default: that a database may go back is not checked.
	Rewind func(tb testing.TB, namespace string) (back func())

	// Only names the properties to run. Default: all.
	Only []string

	// Full runs the properties that depend on luck at their full size, a feed of a million records
	// and ten thousand resumes among them: minutes instead of seconds. Default: false.
	Full bool
}

// Fault is one promise that the store does not keep.
type Fault struct {
	Property string // a sentence, such as ConflictWritesNothing
	Detail   string // what was done, seen and expected
}

func (f Fault) String() string { return f.Property + ": " + f.Detail }

// property is one promise: check reports through tb what breaks it.
type property struct {
	name  string
	check func(tb testing.TB, c Config)
}

func properties() []property {
	return []property{
		{"MissingKeyIsNoError", missingKeyIsNoError},
		{"RoundTripKeepsEveryByte", roundTripKeepsEveryByte},
		{"ManyKeysAreReadAtOnce", manyKeysAreReadAtOnce},
		{"RevisionsOnlyGrow", revisionsOnlyGrow},
		{"LimitsAreHeld", limitsAreHeld},
		{"BadArgumentsAreRefused", badArgumentsAreRefused},
		{"ConflictWritesNothing", conflictWritesNothing},
		{"RecreatedRecordIsAnother", recreatedRecordIsAnother},
		{"EmptyBatchAdvancesNothing", emptyBatchAdvancesNothing},
		{"KeysSortAsBytes", keysSortAsBytes},
		{"PrefixIsTakenLiterally", prefixIsTakenLiterally},
		{"ListPagesBothWays", listPagesBothWays},
		{"ListIsQuickAfterDeletes", listIsQuickAfterDeletes},
		{"NamespacesAreApart", namespacesAreApart},
		{"NamespacesAreListed", namespacesAreListed},
		{"DropTouchesNoOther", dropTouchesNoOther},
		{"DroppedNamespaceIsGone", droppedNamespaceIsGone},
		{"ArgumentsAreNotKept", argumentsAreNotKept},
		{"AnswersAreTheCallers", answersAreTheCallers},
		{"CancelledContextEndsTheCall", cancelledContextEndsTheCall},
		{"CancelledCommitIsWholeOrNothing", cancelledCommitIsWholeOrNothing},
		{"FeedShowsPutsAndDeletes", feedShowsPutsAndDeletes},
		{"FeedReturnsARecordOnce", feedReturnsARecordOnce},
		{"FeedKeepsCommitsWhole", feedKeepsCommitsWhole},
		{"FeedOrdersACommitByKey", feedOrdersACommitByKey},
		{"FeedResumesAtEveryRevision", feedResumesAtEveryRevision},
		{"CursorOutsideTheFeedIsRefused", cursorOutsideTheFeedIsRefused},
		{"OldCursorIsRefused", oldCursorIsRefused},
		{"NoCursorMissesADeletion", noCursorMissesADeletion},
		{"QuietCursorDoesNotAge", quietCursorDoesNotAge},
		{"WaitReturnsOnNews", waitReturnsAfterACommit},
		{"FeedUnderManyWritersLosesNothing", feedUnderManyWritersLosesNothing},
		{"CapacityIsNeverExceeded", capacityIsNeverExceeded},
		{"StaleLeaderIsFenced", staleLeaderIsFenced},
		{"EveryIncrementCounts", everyIncrementCounts},
		{"AgreesWithAModel", agreesWithAModel},
		{"EveryAnswerFitsOneInstant", everyAnswerFitsOneInstant},
		{"UnknownOutcomeEndsOnce", unknownOutcomeEndsOnce},
		{"RestartForgetsNothing", restartForgetsNothing},
		{"RewoundConditionDoesNotHold", rewoundConditionDoesNotHold},
		{"RewoundCursorIsRefused", rewoundCursorIsRefused},
		{"RewoundStoreGoesOn", rewoundStoreGoesOn},
	}
}

func (c Config) properties() []property {
	left := func(p property) bool { return len(c.Only) > 0 && !slices.Contains(c.Only, p.name) }
	return slices.DeleteFunc(properties(), left)
}

// Run runs every property as a parallel subtest of t.
func Run(t *testing.T, c Config) {
	if c.Open == nil {
		t.Fatal("storetest: Open: missing")
	}
	for _, p := range c.properties() {
		t.Run(p.name, func(t *testing.T) {
			t.Parallel()
			p.check(t, c)
		})
	}
}

// patience returns how long Check waits for one property before it counts a hanging store as a
// fault.
func (c Config) patience() time.Duration {
	if c.Full {
		return time.Hour
	}
	return 5 * time.Minute
}

// Check runs every property, one after the other, and returns what does not hold; none means that
// the store is right as far as the suite can see. A panic or a hang of the store is a fault too.
func Check(c Config) []Fault {
	if c.Open == nil {
		return []Fault{{"Config", "Open: missing"}}
	}
	var faults []Fault
	for _, p := range c.properties() {
		faults = append(faults, try(p, c)...)
	}
	return faults
}

func try(p property, c Config) []Fault {
	pr := newProbe(p.name)
	select {
	case <-pr.run(func() { p.check(pr, c) }):
	case <-time.After(c.patience()):
		pr.Errorf("still running after %v", c.patience())
	}
	var faults []Fault
	for _, detail := range pr.said() {
		faults = append(faults, Fault{p.name, strings.TrimSpace(detail)})
	}
	return faults
}

// namespace names a namespace of a test; i tells several of one test apart.
func namespace(i int) string { return fmt.Sprintf("storetest-%d", i) }
