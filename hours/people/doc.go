// Package people puts business hours into words: "Mon–Fri 9:00–17:00, Sat 10:00–14:00", "opens Monday 9:00", "closes in 25 min".
//
// Each answer comes as data, in the reader's zone, for pages that format it themselves: Week, and Tell. Words turns the data into
// text. English is one set of Words; another language is another, passed in: its names of days and months and its phrases, with
// places to fill in such as {day} and {time}.
package people
