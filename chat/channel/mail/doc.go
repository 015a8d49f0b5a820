// Package mail takes in the mail that a provider posts to the shop: Mailgun, Postmark, SendGrid and
// Amazon SES by a topic of SNS.
//
// Each has a proof of its own. Mailgun signs a time and a word: one that is older than five minutes
// is refused, and so is a word that comes again with another body, because the body itself is not
// signed. Postmark and SendGrid sign nothing: they know a name and a password. Amazon signs for
// everybody who has a topic: its signature counts for the shop's own alone, by a certificate that
// is asked of Amazon's own hosts. SES has to publish the mail itself (up to 150 KB) to the topic.
//
// A provider that passes the mail on as it came is the better choice: Config.Read makes of it what
// a desk takes (gomail.Read of chat/mailer/gomail does), and knows quotations, bounces and robots
// in many languages. Without it, or with a provider's own fields, the adapter does what these
// allow: it takes the provider's text without quotations, or else folds them by their usual marks,
// and tells robots by the headers.
//
// Postmark, SendGrid and SES tell what became of the shop's mails, at the same address and with the
// same proof. A hard bounce and a complaint are of class Blocked: a lane sends nothing more there
// until they write. A mail is known by its Message-ID, where the provider keeps the shop's:
// Postmark does so for a mail with the header X-PM-KeepID, and else names the address alone.
//
// From is what the sender wrote. It proves nothing. One that the provider does not believe is
// Doubted: by its verdicts, or the findings that it adds to the headers.
package mail
