// Package loglimit keeps an outage from filling the log. Of the warnings and errors with one cause the first is written at
// once; those that follow are counted, and told once an interval, as the last of them with the number of them all.
package loglimit
