// Package desk measures messages through the whole desk against the database statements they come down to.
package desk
