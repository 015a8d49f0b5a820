// Package gomail sends a desk's mail over SMTP, and reads the mail that comes back.
//
// A Mailer is a hook.Mailer: it hands each mail to one SMTP server, which is mostly the shop's
// provider. A mail of which nobody can tell whether the server took it is a hook.ErrUnknown, one
// that the server never will take a hook.ErrRefused; both only where that is so.
//
// Read makes of a mail as it stands on the wire what Host.Receive of package desk takes. It refuses
// no mail for how it is written: whatever cannot be understood is read as plain text. It cuts off
// what the writer only quoted, and tells robots, bounces and the shop's own mails from people.
//
// How mail comes to the host is the host's choice: a pipe of its mail server, a listener, a mailbox
// that it polls, or a provider that posts it. All of them have the mail as it came, and mostly the
// envelope's recipient, which finds the session.
package gomail
