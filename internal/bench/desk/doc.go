// Package desk measures messages through the whole desk against the database statements they come down to, and a desk with a
// long past against one without.
package desk
