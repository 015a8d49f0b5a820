package main

// The day is the same each time: whatever decides is a pure function, and the maps are walked in order.
func Example() {
	main()
	// Output:
	// 16:30:00 first  session.created
	// 16:30:00 first  prompt.accepted       Shall I help you find your size?
	// 16:30:00 first  message.created       Yes: I wear 42.
	// 16:30:00 first  session.queued       admitted
	// 16:30:00 first  offer.created    ana
	// 16:30:25 first  offer.expired    ana
	// 16:30:25 first  offer.created    ben
	// 16:30:30 first  offer.accepted   ben
	// 16:30:30 first  session.assigned ben accepted
	// 16:30:30 first  message.created       Then take the 43.
	// 16:40:30 first  session.warned       inactivity
	// 16:45:30 first  session.closed   ben inactivity
	// 17:50:30 second session.created
	// 17:50:30 second message.created       Do you ship to Tartu?
	// 17:50:30 second session.messaged     outside-hours
}
