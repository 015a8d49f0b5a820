// Package chattest is for the tests of hosts: a desk on a store in memory that runs for the length of a test, with visitors
// and agents who follow a script.
//
//	shop := chattest.Open(t, desk.Config{})
//	ann, vera := shop.Agent("ann"), shop.Visitor("vera")
//	ann.Available()
//	vera.Start("Where is my parcel?")
//	ann.Accept()
//	ann.Say("On its way.")
//	vera.Hear("On its way.")
//
// People act through the same handles as everybody else, so what a script can do a host can. Whoever waits for something
// waits on a stream, never in a loop, and fails the test when it does not come within Patience. In a bubble of
// testing/synctest that costs no time.
//
// Anonymous is a visitor whom the host does not know. In a bubble Advance lets hours pass, and what
// is due then be done.
//
// Still is the same shop with a clock that stands: the test moves it, and nothing is done but when the
// shop settles. Nothing runs beside the test, so that it needs no bubble, and the same script does the
// same each time, down to the ids:
//
//	shop := chattest.Still(t, desk.Config{})
//	ann, vera := shop.Agent("ann"), shop.Visitor("vera")
//	ann.Available()
//	vera.Start("Where is my parcel?")
//	shop.Advance(time.Minute) // Ann does not answer
//	vera.See(chat.Queued)
//
// Pass moves the clock alone, for what happens when nobody acts in time. Join has further nodes on
// the same store, of either kind of shop, each with a clock that Skew may set apart, until Stop.
//
// Shop.Handler serves the shop over HTTP, to browsers in which an agent, a supervisor, a customer
// or nobody is signed in:
//
//	web := shop.Handler(chathttp.Config{})
//	answer, err := web.Customer("vera").Get(chattest.URL + "/v1/sessions/current")
//
// Rush is for the authors of stores: many desks on one store, many more visitors than agents, and a check of every commit.
// Rewind has the database go back under two desks.
package chattest
