// Package whatsapp speaks Meta's WhatsApp Cloud API: a channel.Adapter for the numbers of one app.
//
// A customer is known by the id that WhatsApp gives them for this business. A phone number is no
// identity any more: customers with a username may have none that a business sees.
//
// A shop may answer for 24 hours after the customer wrote, and later only with a template that Meta
// has approved. A success says that WhatsApp took a message, no more: statuses tell how far it
// came, in any order, and some never. Our own id travels with a message and comes back in its
// statuses, so that an unknown outcome is mostly known within seconds.
//
// Files come as ids. Each is fetched in two steps, both with the token: the first answers an
// address that is good for five minutes.
package whatsapp
