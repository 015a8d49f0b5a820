package chat_test

import (
	"strings"
	"testing"
	"unicode"

	"github.com/stretchr/testify/require"

	"github.com/switchboard-go/switchboard/chat"
)

// The numbers are those that card companies publish for tests.
func TestNumbersOfCardsAreMaskedHoweverTheyAreWritten(t *testing.T) {
	for text, want := range map[string]string{
		"4111111111111111":                     "••••••••••••1111",
		"my card is 4111 1111 1111 1111, ok?":  "my card is •••• •••• •••• 1111, ok?",
		"4111-1111-1111-1111":                  "••••-••••-••••-1111",
		"4111 1111\n1111 1111":                 "•••• ••••\n•••• 1111",
		"4111 1111 \r\n1111 1111":              "•••• •••• \r\n•••• 1111",
		"4111.1111.1111.1111":                  "••••.••••.••••.1111",
		"4111\u00a01111\u202f1111\u20091111":   "••••\u00a0••••\u202f••••\u20091111",
		"4111 – 1111 – 1111 – 1111":            "•••• – •••• – •••• – 1111",
		"4\u200b111111111111111":               "•\u200b•••••••••••1111",
		"4 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1":      "• • • • • • • • • • • • 1 1 1 1",
		"card4111111111111111":                 "card••••••••••••1111",
		"４１１１１１１１１１１１１１１１":                     "••••••••••••１１１１",
		"٤١١١١١١١١١١١١١١١":                     "••••••••••••١١١١",
		"𝟜𝟙𝟙𝟙𝟙𝟙𝟙𝟙𝟙𝟙𝟙𝟙𝟙𝟙𝟙𝟙":                     "••••••••••••𝟙𝟙𝟙𝟙",
		"378282246310005 and 5555555555554444": "•••••••••••0005 and ••••••••••••4444",
		"378282246310005 5555555555554444":     "•••••••••••0005 ••••••••••••4444",
		"4111111111111111 12/27 123":           "••••••••••••1111 12/27 123",
		"6011111111111117":                     "••••••••••••1117",
		"30569309025904":                       "••••••••••5904",
		"3530111333300000":                     "••••••••••••0000",
		"2223003122003222":                     "••••••••••••3222",
		"6759649826438453":                     "••••••••••••8453",
		"6200000000000005":                     "••••••••••••0005",
	} {
		got, masked := chat.MaskCards(text)
		require.Equal(t, want, got, "%q", text)
		require.True(t, masked, "%q", text)
	}
}

func TestOtherNumbersStand(t *testing.T) {
	for _, text := range []string{
		"", "hello", "order 10023456789", "4111111111111112", "call +44 20 7946 0958 or 030 901820",
		"1Z9999999999999999", "DE89 3704 0044 0532 0130 00", "00340434161094042557",
		"2026-11-28 10:00 to 2026-11-29 12:30", "978-3-16-148410-0", "1234567890123452",
		"4111 1111 1111", "4111111111111111111111111111", "4111,1111,1111,1111",
		"411111111111....1111", "4006381333924", "4222222222222", "5018374002005",
		"+49 30 901820 1234567", "IMEI 356938035643809",
		"302-1234567-1234565",
	} {
		got, masked := chat.MaskCards(text)
		require.Equal(t, text, got)
		require.False(t, masked, "%q", text)
	}
	if !raced {
		text := strings.Repeat("no card, ", 100) + "order 1234567890"
		require.Zero(t, testing.AllocsPerRun(100, func() { chat.MaskCards(text) }))
	}
}

func FuzzMaskCards(f *testing.F) {
	for _, s := range []string{"4111 1111 1111 1111", "４１１１\xff1111", "٤١١ 4111111111111111"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		got, masked := chat.MaskCards(s)
		require.Equal(t, masked, got != s)
		if !masked {
			return
		}
		was, is := []rune(s), []rune(got)
		require.Len(t, is, len(was))
		for i, r := range is {
			if r != was[i] {
				require.Equal(t, '•', r)
				require.True(t, unicode.IsDigit(was[i]))
			}
		}
	})
}
