package brief_test

import (
	"fmt"
	"strings"

	"github.com/switchboard-go/switchboard/internal/brief"
)

func ExampleText() {
	page := "<html>" + strings.Repeat("<p>One of many lines</p>", 5000) + "</html>"
	fmt.Println(brief.Text(100, "no parcel: %s", page))
	// Output:
	// no parcel: <html><p>One of many  … 119960 bytes left out … ><p>One of many lines</p></html>
}
