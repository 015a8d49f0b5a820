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
