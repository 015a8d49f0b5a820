// Package schemaorg reads and writes opening hours as schema.org JSON-LD:
// openingHoursSpecification, specialOpeningHoursSpecification and openingHours of a LocalBusiness,
// for a shop's contact page and from others'.
//
// What is written reads back as the same hours, or Marshal gives an error. The form has no zone, so
// Unmarshal is given one; it has no last call and no grace, which are not written.
//
// As its users do, closes before opens is the next day: a shift over midnight belongs to the day on
// which it opens, so that 17:00-25:30 is written as opens 17:00, closes 01:30. A closing of 23:59
// is midnight, and a specification without opens, or of 00:00-00:00, is closed. validFrom and
// validThrough make it one of those dates alone, on which it stands in for the hours without dates:
// one in specialOpeningHoursSpecification for those in the other list too, and one of a single day
// for those of several. Otherwise each specification says when the place is open, as in the
// vocabulary: several of one day add up, and only one that says closed closes it.
//
// What Marshal writes names each day of an exception in the words of one rule, so that it means the
// same to a reader who adds specifications up and to one who lets a later one replace an earlier.
package schemaorg
