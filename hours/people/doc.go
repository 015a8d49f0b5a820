// Package people puts business hours into words, "Mon–Fri 9:00–17:00; Sat 10:00–14:00", "opens
// tomorrow 9:00", "closes in 25 min", and reads what people type: "Mo - Fr 9–17", "Montag bis
// Freitag 9 bis 17 Uhr", "weekdays 9am–5:30 pm".
//
// Each answer comes as data, in the reader's zone, for pages that format it themselves: Week, and
// Tell. Words turns the data into text. In gives the Words of English, Estonian, Polish,
// Indonesian, Chinese and Arabic; another language is another set, passed in: its names of days and
// months and its phrases, with places to fill in such as {day} and {time}.
//
// Parse reads those languages and German into a schedule and says how it understood the text. It
// refuses what has two meanings, and names both.
package people
