// Package settled keeps the settings that a team works by: it reads them from the store, checks and
// writes changes of them, and seeds a store that has none.
package settled
