package hours_test

import (
	"fmt"
	"time"

	"github.com/switchboard-go/switchboard/hours"
)

// A source says which days of a year are holidays; here it is a table.
func ExampleHolidays() {
	source := func(year int) []hours.Holiday {
		return []hours.Holiday{{Date: fmt.Sprint(year, "-05-03"), Name: "Constitution Day"}}
	}
	rules := append([]hours.Rule{hours.Week("Mon-Fri", "09:00-17:00")}, hours.Holidays(source, 2026, 2028)...)
	shop, err := hours.New(hours.Config{Rules: rules})
	if err != nil {
		fmt.Println(err)
		return
	}
	state := shop.At(time.Date(2027, 5, 3, 11, 0, 0, 0, time.UTC))
	fmt.Println(state.Phase, "because of", state.Rule)
	// Output: Closed because of Constitution Day
}
