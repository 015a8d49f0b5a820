package desk_test

// reads and others are the methods that the trail does not tell of, with the reason.
var untold = map[string]string{
	"Supervisor.AgentLog": "reads", "Supervisor.Agents": "reads", "Supervisor.Audit": "reads", "Supervisor.Board": "reads",
	"Supervisor.Canned": "reads", "Supervisor.Events": "reads", "Supervisor.Explain": "reads",
	"Supervisor.ExplainRule": "reads", "Supervisor.ExplainOffer": "reads", "Supervisor.Queues": "reads", "Supervisor.Rules": "reads", "Supervisor.Routing": "reads", "Supervisor.Prompts": "reads",
	"Supervisor.Schedules": "reads", "Supervisor.Session": "reads", "Supervisor.Sessions": "reads",
	"Supervisor.SessionsBetween": "reads", "Supervisor.Sites": "reads",
	"Host.Agents": "reads", "Host.Audit": "reads", "Host.Board": "reads", "Host.Follow": "reads",
	"Host.Outbox": "reads", "Host.Queues": "reads", "Host.Session": "reads", "Host.Sessions": "reads",
	"Host.Sites": "reads", "Host.Stats": "reads",
	"Host.VisitorID": "reads", "Host.NewVisitor": "writes nothing",
	"Line.Messages": "is in the timeline",
	"Host.Say":      "is in the timeline", "Host.Raise": "tells of a visitor",
	"Host.ReportOrder": "tells of a visitor", "Host.Acknowledge": "is in the timeline",
	"Host.HandoffDone": "is in the timeline", "Host.Receive": "is in the timeline",
	"Host.Handoffs":       "reads",
	"Host.Line":           "is a handle, and its acts have lines",
	"Supervisor.Settings": "is another handle", "Host.Settings": "is another handle",
	"Settings.Agents": "reads", "Settings.Attributes": "reads", "Settings.Retired": "reads", "Settings.Warnings": "reads",
	"Settings.Restore":    "takes Retire back: tried with it",
	"Supervisor.Outgoing": "is another handle, and Retry has a line",
	"Host.Outgoing":       "is another handle, and Retry has a line",
	"Host.EndSignIn":      "is the visitor's own signing out",
}
