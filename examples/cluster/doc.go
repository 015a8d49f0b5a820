// Command cluster runs a chat on three nodes, with people talking on it, and a page with buttons that kill nodes.
//
//	go run ./examples/cluster
//
// Each node is a process of its own on one shared store: an etcd embedded in this program, or PostgreSQL, MariaDB
// or MySQL by -store postgres://… or mysql://…. Requests go round robin. What the page counts as lost, doubled, reordered or over capacity must
// stay 0, whatever is killed.
package main
