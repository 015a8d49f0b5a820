package main

// databases are faults of the database behind its address: other servers, other states, other programs in between.
var databases []fault
