// Command bundle makes the bundles of package chatui: one script and one sheet for each of widget, console and board.
//
//	go generate ./chat/chatui
//
// It has esbuild, at the version that go.mod of this module names, put each together from its sources in the assets folder,
// and writes them to the bundles folder beside it, with made.json, which holds digests of each bundle and of its sources.
// Package chatui serves a bundle only while its sources are those; a test there fails when they are not, and
// SWITCHBOARD_FULL=1 go test ./internal/tools/bundle makes all of them anew and compares.
package main
