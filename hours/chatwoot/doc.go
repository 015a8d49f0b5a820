// Package chatwoot reads the weekly working hours of Chatwoot's inboxes.
package chatwoot
