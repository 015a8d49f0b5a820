// Package etcdtest runs an etcd in the test's own process, with the settings that ship. It is for
// tests alone: a program that uses etcdstore does not link the server.
package etcdtest
