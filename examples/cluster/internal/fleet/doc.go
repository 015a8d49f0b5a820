// Package fleet runs several nodes of a desk as processes of their own, which can be killed, stopped in good order, paused
// and started again, and a proxy before them that gives each request to the next of them.
//
// A node is this very program, started again with an environment variable: [Serve] must be the first call of main. A node
// ends when whoever started it does. [Members] is an etcd cluster in this process, and [Relay] a connection between a node
// and its store that can be cut, delayed or reset.
package fleet
