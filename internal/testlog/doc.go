// Package testlog has a log for tests. What is tested may still write to it while the test reads: a
// timer or a node that goes on is enough.
//
//	var log testlog.Lines
//	cfg.Logger = log.Logger()
//	…
//	require.Contains(t, log.String(), "gave up")
package testlog
