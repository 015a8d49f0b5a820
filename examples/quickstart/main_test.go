package main

// The conversation is the same each time: the order of agents, offers and entries is the desk's promise.
func Example() {
	main()
	// Output:
	// prompt: Shall I help you find your size?
	//  1  session.created   Eve
	//  2  prompt.accepted         Shall I help you find your size?
	//  3  message.created   Eve   Yes: I wear 42 in most shoes.
	//  4  session.queued         admitted
	//  5  offer.created
	//  6  offer.declined
	//  7  offer.created
	//  8  offer.accepted    Ben
	//  9  session.assigned  Ben  accepted
	// 10  message.created   Ben   Then take the 43, it leaves room for a warm sock.
	// 11  message.created   Eve   Thank you!
	// 12  session.closed    Ben  agent
	// 13  session.rated
}
