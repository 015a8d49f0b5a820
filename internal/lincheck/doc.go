// Package lincheck checks the checker: store/storetest/history decides in linear time, by the order of revisions, whether a
// history fits some correct store. Here the same question is put to porcupine, which knows nothing of revisions' order
// and searches for any order that fits. On histories of a correct store, and on the same ones damaged in every way we
// could think of, the two must agree.
package lincheck
