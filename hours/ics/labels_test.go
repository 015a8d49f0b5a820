package ics_test

import (
	"bytes"
	"crypto/sha1" //nolint:gosec // git names files so
	_ "embed"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/switchboard-go/switchboard/hours"
	"github.com/switchboard-go/switchboard/hours/ics"
)

//go:embed testdata/labels.txt
var labels string

// label is what a person sees in a file.
type label struct {
	name             string
	events, closures int
	days             map[string]bool // closed, of the years labelled
}

// read gives the labels by the git blobs of the files.
func read(t *testing.T) map[string]*label {
	all := map[string]*label{}
	var last *label
	for line := range strings.SplitSeq(labels, "\n") {
		fields := strings.Fields(line)
		switch {
		case len(fields) == 0 || fields[0] == "#":
		case strings.HasPrefix(line, "  "):
			for _, day := range fields[1:] {
				last.days[fields[0]+day] = true
			}
		default:
			last = &label{name: fields[1], days: map[string]bool{}}
			_, err := fmt.Sscanf(fields[2]+" "+fields[3], "events=%d closures=%d", &last.events, &last.closures)
			require.NoError(t, err, line)
			all[fields[0]] = last
		}
	}
	return all
}

func TestLabelsAreWhole(t *testing.T) {
	all := read(t)
	require.Len(t, all, 64)
	for _, l := range all {
		require.LessOrEqual(t, l.closures, l.events, l.name)
		require.Equal(t, l.closures > 0, len(l.days) > 0, l.name)
		for day := range l.days {
			_, err := time.Parse("20060102", day)
			require.NoError(t, err, l.name)
		}
	}
}

// TestRealFilesCloseTheDaysAPersonSees needs the files: SWITCHBOARD_ICS names a folder with clones
// of the repositories that testdata/labels.txt names, or with the files alone, under whatever
// names.
func TestRealFilesCloseTheDaysAPersonSees(t *testing.T) {
	folder := os.Getenv("SWITCHBOARD_ICS")
	if folder == "" {
		t.Skip("SWITCHBOARD_ICS names no folder of calendar files")
	}
	all := read(t)
	var years []int
	for year := 2008; year <= 2027; year++ {
		years = append(years, year)
	}
	files, want, found, invented, events, closures, right := 0, 0, 0, 0, 0, 0, 0
	require.NoError(t, filepath.WalkDir(folder, func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() || !strings.HasSuffix(path, ".ics") {
			return err
		}
		data, err := os.ReadFile(path) //nolint:gosec // the tester's own folder
		require.NoError(t, err)
		blob := fmt.Sprintf("%x", sha1.Sum(append(fmt.Appendf(nil, "blob %d\x00", len(data)), data...))) //nolint:gosec // likewise
		l := all[blob]
		if l == nil {
			return nil
		}
		delete(all, blob)
		list, err := ics.Events(bytes.NewReader(data), years...)
		require.NotErrorIs(t, err, ics.ErrFormat, "%s is refused", l.name)
		plain, err := ics.Events(bytes.NewReader(data))
		require.NotErrorIs(t, err, ics.ErrFormat, "%s is refused", l.name)
		files, events, closures, right = files+1, events+l.events, closures+l.closures, right+len(plain)
		got := closed(t, list, years)
		missing, extra := []string{}, []string{}
		for day := range l.days {
			if want++; got[day] {
				found++
			} else {
				missing = append(missing, day)
			}
		}
		for day := range got {
			if !l.days[day] {
				extra = append(extra, day)
			}
		}
		invented += len(extra)
		if slices.Sort(missing); len(missing)+len(extra) > 0 {
			slices.Sort(extra)
			t.Logf("%s: missing %v, invented %v", l.name, missing, extra)
		}
		return nil
	}))
	t.Logf("%d files, %d events: without years %d of %d closures; of %d closed days %d found, %d invented", files, events, right, closures, want, found, invented)
	require.Zero(t, invented)
	require.GreaterOrEqual(t, found*100, want*95)
	require.GreaterOrEqual(t, right*100, closures*95)
	require.Empty(t, all, "files that are not there")
}

// closed is the days of some years that events close.
func closed(t *testing.T, events []ics.Event, years []int) map[string]bool {
	rules := []hours.Rule{hours.Week("Mon-Sun", "00:00-24:00")}
	for _, e := range events {
		rules = append(rules, e.Rules...)
	}
	s, err := hours.New(hours.Config{Rules: rules})
	require.NoError(t, err)
	days := map[string]bool{}
	for day := time.Date(years[0], 1, 1, 0, 0, 0, 0, time.UTC); day.Year() <= years[len(years)-1]; day = day.AddDate(0, 0, 1) {
		if !s.Open(day.Add(12 * time.Hour)) {
			days[day.Format("20060102")] = true
		}
	}
	return days
}
