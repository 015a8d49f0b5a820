package main

// names are the methods whose names do not follow from their operations.
var names = map[string]string{
	"getConfig":            "Availability",
	"postVisits":           "Visit",
	"postPromptsOneAccept": "AcceptPrompt", "postPromptsOneDismiss": "DismissPrompt",
	"postIdentify": "Identify", "deleteIdentify": "SignOut",
	"deleteVisitor": "Erase", "getVisitorExport": "Export",
	"postSessions": "Start", "getSessionsCurrent": "Current", "getSessionsOne": "Get",
	"postSessionsOneMessages": "Send", "putSessionsOneMessagesOne": "Correct",
	"deleteSessionsOneMessagesOne": "Withdraw", "postSessionsOneRating": "Rate",
	"postSessionsOneIdentityRefuse": "RefuseIdentity", "postHelp": "Help",
	"postHelpHelped": "Helped", "getEvents": "Poll", "postPresence": "Presence",
	"postSessionsOneTranscript": "MailTranscript", "postSessionsOneContact": "PutContact",

	"getSessionsOneMessagesOnePreviews":      "Previews",
	"getAgentSessionsOneMessagesOnePreviews": "Previews",

	"postSessionsOneFiles": "AnnounceFile", "putSessionsOneFilesOne": "UploadFile",
	"getSessionsOneFilesOne": "LinkFile", "deleteSessionsOneFilesOne": "DropFile",
	"postSessionsOneFilesOneComplete": "CompleteFile", "getFilesOne": "ReadFile",
	"postAgentSessionsOneFiles": "AnnounceFile", "putAgentSessionsOneFilesOne": "UploadFile",
	"getAgentSessionsOneFilesOne": "LinkFile", "deleteAgentSessionsOneFilesOne": "DropFile",
	"postAgentSessionsOneFilesOneComplete": "CompleteFile",

	"putAgentStatus": "SetStatus", "postAgentOffersOneAccept": "Accept",
	"postAgentOffersOneDecline": "Decline", "getAgentSessionsOne": "Get",
	"postAgentSessionsOneMessages": "Send", "putAgentSessionsOneMessagesOne": "Correct",
	"deleteAgentSessionsOneMessagesOne": "Withdraw", "postAgentSessionsOneNotes": "Note",
	"getAgentSessionsOneTemplates": "List", "postAgentSessionsOneTemplates": "Send",
	"postAgentSessionsOneTags": "Tag", "putAgentSessionsOneContact": "PutContact",
	"postAgentSessionsOneIdentity": "AskIdentity", "putAgentSessionsOnePriority": "SetPriority",
	"getAgentEvents": "Poll", "getAgentTransferTargets": "Targets",

	"getBoardEvents": "Poll", "getBoardSessions": "Sessions", "getBoardSessionsOne": "Session",
	"getBoardSessionsOneExplain": "ExplainSession", "postBoardSessionsOneAssign": "Assign",
	"postBoardRulesOneExplain": "ExplainRule", "postBoardOfferExplain": "ExplainOffer",
	"getReportsSessions": "SessionReport", "getReportsQueue": "QueueReport",
	"getReportsAgents": "AgentReport", "getReportsCsat": "CSATReport",
	"getReportsOrders": "OrderReport", "getReportsPrompts": "PromptReport",
	"getReportsHelp": "HelpReport", "deleteVisitorsOne": "EraseVisitor",
	"postOutgoingOneRetry": "Retry", "postHandoffsOneDone": "HandoffDone",
	"getAgents": "Agents", "putAgentsOne": "PutAgent", "deleteAgentsOne": "RetireAgent",
	"postAgentsOneRestore": "RestoreAgent", "getAgentsOneLog": "AgentLog",
	"getAgentsOneAttendance": "Attendance", "putAgentsOneStatus": "SetAgentStatus",
	"putAgentsOneCapacity": "SetCapacity",

	"putSettings": "PutAll", "getSettingsAgents": "Agents",
	"putSettingsQueuesOne": "PutQueue", "deleteSettingsQueuesOne": "RetireQueue",
	"postSettingsQueuesOneRestore": "RestoreQueue", "putSettingsHoursOne": "PutHours",
	"deleteSettingsHoursOne": "RetireHours", "postSettingsHoursOneRestore": "RestoreHours",
	"putSettingsRulesOne": "PutRule", "deleteSettingsRulesOne": "RetireRule",
	"postSettingsRulesOneRestore": "RestoreRule", "putSettingsSitesOne": "PutSite",
	"deleteSettingsSitesOne": "RetireSite", "postSettingsSitesOneRestore": "RestoreSite",
	"putSettingsCannedOne": "PutCanned", "deleteSettingsCannedOne": "RetireCanned",
	"postSettingsCannedOneRestore": "RestoreCanned", "putSettingsAttributesOne": "PutAttribute",
	"deleteSettingsAttributesOne":      "RetireAttribute",
	"postSettingsAttributesOneRestore": "RestoreAttribute",
	"putSettingsRoutingOne":            "PutRouting", "putSettingsPromptsOne": "PutPrompts",

	"getHealthzLive": "Live", "getHealthzReady": "Ready", "getOpenapiYaml": "OpenAPI",
}

// asked are the types that several operations ask with, where they are not called like the method.
var asked = map[string]string{
	"getReportsSessions": "ReportQuery", "getReportsQueue": "ReportQuery",
	"getReportsAgents": "ReportQuery", "getReportsCsat": "ReportQuery",
	"getReportsOrders": "ReportQuery", "getReportsPrompts": "ReportQuery",
	"getSessionsOneFilesOne": "FileQuery", "getAgentSessionsOneFilesOne": "FileQuery",
	"getReportsHelp": "SpanQuery", "getOutgoing": "AfterQuery", "getHandoffs": "AfterQuery",
}

// told are the members of requests of which an empty one says something else than none.
var told = map[string]bool{
	"ContactEdit.name": true, "ContactEdit.email": true, "ContactEdit.phone": true,
	"Visit.clock_minutes": true, "Visit.since_visit_seconds": true, "Start.clock_minutes": true,
}
