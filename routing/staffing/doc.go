// Package staffing plans a chat team: how many agents, how many chats each, and when. It is pure
// arithmetic and depends on nothing else of Switchboard.
//
// [ErlangB], [ErlangC] and [ErlangA] are the classical models, to 1e-12 of the exact value. [Chat]
// is the model for agents who talk to several visitors at once, where the classical ones are wrong
// by factors. [Required] and [Chat.Required] find the number of agents for a [Target],
// [BestConcurrency] the number of chats, [Learn] and [Profile.Chats] forecast chats from visitors,
// and [MakePlan] lays shifts over a week and says where it will fall short.
//
// Rates are per unit of time, and times in that unit: per minute and minutes, or per hour and
// hours, as long as they agree. An argument that makes no sense (negative, NaN) gives NaN or an
// error, never a panic.
package staffing
