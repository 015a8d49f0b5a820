package trigger_test

import (
	"errors"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/switchboard-go/switchboard/trigger"
)

func TestFaultsAreReadOneALineEachWithItsPlaceAndWhatWouldDo(t *testing.T) {
	_, err := trigger.CompileJSON([]byte(`[{"id":"a","do":[{"type":"shout"}]},
		{"id":"b","when":{"attr":"visitor.vip","op":"ge","value":true}}]`), trigger.Config{Schema: hostSchema})
	lines := strings.Split(err.Error(), "\n")
	require.Len(t, lines, 2)
	require.Regexp(t, `^trigger: /0/do/0/type: unknown action "shout"; known: [a-z_]+(, [a-z_]+)+$`, lines[0])
	require.Regexp(t, `^trigger: /1/when/op: ge does not go with a bool; these do: [a-z_]+(, [a-z_]+)*$`, lines[1])
	require.NotContains(t, err.Error(), ": , ")

	var faults trigger.Faults
	require.ErrorAs(t, err, &faults)
	require.Len(t, faults.Unwrap(), 2)
	var one trigger.Fault
	require.ErrorAs(t, errors.Join(errors.New("other"), err), &one)
	require.Equal(t, "/0/do/0/type", one.Pointer)
}

func TestAFaultOfTheWholeInputNamesNoPlace(t *testing.T) {
	require.Equal(t, "trigger: no rules", trigger.Fault{Reason: "no rules"}.Error())
	_, err := trigger.CompileJSON([]byte(`[]]`), trigger.Config{})
	require.Regexp(t, `^trigger: [^/]`, err.Error())
}

func TestForeignTextInAFaultIsShort(t *testing.T) {
	_, err := trigger.CompileJSON([]byte(`[{"id":"a","do":[{"type":"`+strings.Repeat("ä", 5000)+`"}]}]`), trigger.Config{})
	require.ErrorContains(t, err, strings.Repeat("ä", 32)+"…")
	require.Less(t, len(err.Error()), 400)
}
