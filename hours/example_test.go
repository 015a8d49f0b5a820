package hours_test

import (
	"fmt"
	"time"

	"github.com/switchboard-go/switchboard/hours"
)

func Example() {
	shop, err := hours.New(hours.Config{
		Zone: "Europe/Warsaw",
		Rules: []hours.Rule{
			hours.Week("Mon-Fri", "09:00-12:00", "13:00-17:00"),
			hours.Week("Fri", "20:00-03:00"),
			hours.On("2026-12-24", "10:00-14:00").Named("Christmas Eve"),
			hours.ClosedYearly("12-25..01-02").Named("winter break"),
			hours.Cut("2026-06-08T14:00", "2026-06-08T16:00").Named("town hall"),
		},
		LastCall: 15 * time.Minute,
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	now := time.Date(2026, 12, 24, 13, 50, 0, 0, shop.Location())
	state := shop.At(now)
	fmt.Println(state.Phase, "because of", state.Rule, "until", state.Until.Format("15:04"))
	next, _ := shop.NextOpen(now)
	fmt.Println("opens", next.Format("Mon 2006-01-02 15:04"))
	due, _ := shop.Add(now, 4*time.Hour)
	fmt.Println("four hours later it is", due.Format("Mon 2006-01-02 15:04"))
	// Output:
	// LastCall because of Christmas Eve until 14:00
	// opens Mon 2027-01-04 09:00
	// four hours later it is Mon 2027-01-04 13:50
}

func ExampleFirstOpen() {
	day, err1 := hours.New(hours.Config{Zone: "Europe/Warsaw", Rules: []hours.Rule{hours.Week("Mon-Fri", "08:00-16:00").Named("Warsaw")}})
	night, err2 := hours.New(hours.Config{Zone: "Asia/Manila", Rules: []hours.Rule{hours.Week("Mon-Fri", "06:00-15:00").Named("Manila")}})
	if err1 != nil || err2 != nil {
		fmt.Println(err1, err2)
		return
	}
	either := hours.FirstOpen(day, night)
	for _, hour := range []int{3, 6, 12, 16} {
		state := either.At(time.Date(2026, 6, 3, hour, 30, 0, 0, day.Location()))
		fmt.Println(hour, state.Phase, state.Rule, state.Part)
	}
	// Output:
	// 3 Open Manila 1
	// 6 Open Manila 1
	// 12 Open Warsaw 0
	// 16 Closed  0
}

func ExampleRevisions() {
	old, err1 := hours.New(hours.Config{Rules: []hours.Rule{hours.Week("Mon-Fri", "09:00-17:00")}})
	long, err2 := hours.New(hours.Config{Rules: []hours.Rule{hours.Week("Mon-Fri", "08:00-20:00")}})
	if err1 != nil || err2 != nil {
		fmt.Println(err1, err2)
		return
	}
	june := time.Date(2026, 6, 1, 0, 0, 0, 0, time.UTC)
	r := hours.Revisions{{S: old}, {From: june, S: long}}
	fmt.Println(r.Between(june.AddDate(0, 0, -7), june), r.Between(june, june.AddDate(0, 0, 7)))
	// Output: 40h0m0s 60h0m0s
}

func ExampleSchedule_AddDays() {
	s, err := hours.New(hours.Config{Zone: "Europe/Warsaw", Rules: []hours.Rule{
		hours.Week("Mon-Thu", "09:00-17:00"), hours.Week("Fri", "09:00-13:00"), hours.Week("Sat[1]", "10:00-14:00"), hours.CutDaily("12:00-12:30"),
	}})
	if err != nil {
		fmt.Println(err)
		return
	}
	thursday := time.Date(2026, 6, 18, 14, 0, 0, 0, s.Location())
	due, ok := s.AddDays(thursday, 2)
	fmt.Println(due.Format("Mon 2006-01-02 15:04"), ok, s.DaysBetween(thursday, due))
	// Output: Mon 2026-06-22 14:00 true 2
}
