// Package store measures what each store costs, beside the same statements issued directly, in one run:
//
//	go test ./store -run '^$' -bench Cost -benchtime 1x -v
//
// Absolute numbers follow the disk and whatever else the machine does; compare the columns of one run.
package store
