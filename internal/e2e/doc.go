// Package e2e drives the example shop as people would: two visitors, two agents and a supervisor in a real Chromium, through
// everything the shop promises, also while its process is killed and started again.
//
//	go test ./internal/e2e
//	go test ./internal/e2e -args -img docs/img    # and keeps the pictures of the README
//
// Without Chromium it says so in one line and passes; with SWITCHBOARD_REQUIRE containing "chromium" it fails.
package e2e
