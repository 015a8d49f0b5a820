// Command shop is a small web shop with a live chat in it: a store front, an agent console and a supervisor's board.
//
//	go run ./examples/shop
//
// prints three links. Everything is kept in a folder (-data, a SQLite file and a key); kill it at any moment and start it
// again, and open pages carry on. Sign in at the counter as mari, jaan, wei or liis, password demo.
//
// With -week it serves nothing: it plays a week of the shop in a moment and prints its diary, with
// shifts in two zones, breaks, a holiday and an outage. The same -seed tells the same diary.
package main
