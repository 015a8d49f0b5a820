// Package jsonfault says what is wrong with a JSON text in the words of JSON, for whoever wrote the
// text and knows no Go.
package jsonfault
