package hours

import (
	"reflect"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// TestEveryMemberHasItsName: the names that faults know are those of the form, at every place.
func TestEveryMemberHasItsName(t *testing.T) {
	found := map[string][]string{}
	var walk func(place string, of reflect.Type)
	walk = func(place string, of reflect.Type) {
		for of.Kind() == reflect.Pointer || of.Kind() == reflect.Slice {
			of = of.Elem()
		}
		if of.Kind() != reflect.Struct || of == reflect.TypeFor[Schedule]() {
			return
		}
		for i := range of.NumField() {
			name, _, _ := strings.Cut(of.Field(i).Tag.Get("json"), ",")
			found[place] = append(found[place], name)
			walk(name, of.Field(i).Type)
		}
	}
	walk("", reflect.TypeFor[form]())
	require.Equal(t, len(found), len(memberNames))
	for place, names := range found {
		require.ElementsMatch(t, names, memberNames[place], "at %q", place)
	}
}
