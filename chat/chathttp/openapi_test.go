package chathttp

import (
	"reflect"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/trigger"
)

// described finds the names of a schema's own properties in the OpenAPI document: those of its block form, or of its line.
func described(t *testing.T, schema string) (names []string) {
	t.Helper()
	_, schemas, _ := strings.Cut(string(openAPI), "\n  schemas:")
	_, rest, ok := strings.Cut(schemas, "\n    "+schema+":")
	require.True(t, ok, schema)
	line, below, _ := strings.Cut(rest, "\n")
	if strings.Contains(line, "{") {
		_, props, _ := strings.Cut(line, "properties: {")
		return topLevel(props)
	}
	_, below, _ = strings.Cut(below, "      properties:\n")
	for l := range strings.SplitSeq(below, "\n") {
		if m := regexp.MustCompile(`^        "?(\w+)"?: `).FindStringSubmatch(l); m != nil {
			names = append(names, m[1])
		} else {
			break
		}
	}
	return names
}

// topLevel finds the keys of a flow mapping, up to its end.
func topLevel(s string) (names []string) {
	depth := 0
	for i, c := range s {
		switch c {
		case '{', '[':
			if c == '{' && depth == 0 {
				key := strings.TrimRight(strings.TrimRight(s[:i], " "), ":")
				names = append(names, strings.Trim(key[strings.LastIndexAny(key, ", {")+1:], `"`))
			}
			depth++
		case '}', ']':
			if depth--; depth < 0 {
				return names
			}
		}
	}
	return names
}

// bodies are what travels, by the component of the OpenAPI document that describes it.
var bodies = map[string]any{
	"VisitorTyping": visitorTypingBody{}, "Peek": peekBody{},
	"Language": languageBody{}, "TranslationWish": translationBody{},
	"Visit": visitBody{}, "Start": startBody{}, "Text": textBody{}, "Message": messageBody{},
	"Conclusion": conclusionBody{}, "Typing": typingBody{}, "Read": readBody{}, "RatingBody": ratingBody{},
	"Transcript": transcriptBody{}, "Identify": identifyBody{}, "Mode": modeBody{}, "Tags": tagsBody{}, "ContactEdit": contactEditBody{}, "For": forBody{}, "Transfer": transferBody{},
	"Escalate": escalateBody{}, "Ban": banBody{}, "Assign": assignBody{}, "Capacity": capacityBody{}, "Cart": cartBody{},
	"Session": sessionView{}, "Agent": agentView{}, "Availability": availabilityView{}, "Inbox": inboxView{}, "InboxChange": inboxChange{}, "ListChange": listChange{}, "VisitAnswer": answerView{}, "Page": pageView{}, "Prompt": promptView{},
	"Card": cardView{}, "Contact": contactView{}, "Offer": offerView{}, "VisitorCard": visitorCardView{}, "Row": rowView{}, "Targets": targetsView{}, "QueueTarget": queueTarget{},
	"AgentTarget": agentTarget{}, "CannedList": cannedView{}, "Board": boardView{},
	"OutgoingCount": outgoingView{}, "OutgoingPage": outgoingPage{}, "Effect": effectView{},
	"HandoffsPage": handoffsPage{}, "Handoff": handoffView{}, "HandoffDone": handoffBody{},
	"BoardQueue": queueView{}, "Today": todayView{}, "ServiceLevel": levelView{},
	"Products": productsView{}, "Product": chat.Product{},
	"Templates": templatesView{}, "Template": templateView{},
	"TemplateMessage": templateBody{}, "SentTemplate": chat.Template{},
	"Previews": previewsView{}, "Preview": chat.Preview{},
	"FileRequest": fileBody{}, "File": chat.File{}, "FileLink": fileLinkView{},
	"HelpOffer": helpOfferView{}, "HelpPhone": phoneView{}, "HelpAsked": helpBody{},
	"HelpHelped": helpedBody{}, "HelpAnswers": helpAnswersView{}, "HelpAnswer": helpAnswerView{},
	"HelpReport": helpReportView{}, "HelpRow": helpRowView{},
	"OrderReport": orderReportView{}, "OrderRow": orderRowView{}, "Sales": salesView{},
	"FunnelReport": funnelView{}, "FunnelRow": funnelRowView{}, "RuleFunnel": ruleFunnelView{},
	"RuleSales": ruleSalesView{}, "AgentSales": agentSalesView{},
	"Report": reportView{}, "ReportRow": reportRow{}, "Volume": volumeView{}, "Queueing": queueingView{}, "Work": workView{}, "CSAT": csatView{}, "Spread": spreadView{},
	"Explanation": explainedView{}, "Deed": deedView{},
	"Verdict": verdictView{}, "Export": exportView{}, "Schemas": schemasView{}, "SettingSet": setBody{}, "SettingSetItem": setItem[none]{}, "SettingSetDone": setView{}, "RuleWarning": trigger.Fault{}, "SettingSetMark": markItem{}, "Marked": markedView{}, "RetiredList": retiredListView{}, "Retired": retiredView{}, "Item": item[none]{}, "Sessions": sessionsView{}, "Poll": page{}, "Event": eventView{}, "Problem": problem{}, "Entry": chat.Entry{}, "Wait": waitView{},
	"AuditPage": auditView{}, "AuditLine": auditLineView{}, "AuditChange": auditChangeView{},
	"PageState": presenceBody{}, "Presence": presenceView{}, "Priority": priorityBody{},
	"AuditBy":       chat.AuditBy{},
	"OfferQuestion": offerQuestion{}, "OfferExplanation": offerAnswer{},
	"RuleQuestion": questionBody{}, "RuleExplanation": trigger.Explanation{}, "Branch": trigger.Branch{},
	"Rating": ratingView{}, "Shift": shiftView{}, "Degraded": degradedView{}, "EventData": eventData{},
	"Note": noteBody{}, "TakeOver": takeOverBody{}, "Companion": companionView{},
	"Carriage": carriedView{}, "Window": windowView{},
	"Form": formBody{}, "FormField": fieldView{}, "OwnField": ownFieldView{},
	"FilledField": filledView{}, "Limits": limitsView{},
	"AgentLog": agentLogView{}, "AgentLine": agentLineView{},
}

func TestTheOpenAPIDocumentHasExactlyTheFieldsOfEveryRequest(t *testing.T) {
	for schema, body := range bodies {
		want := described(t, schema)
		var got []string
		for name := range fields(reflect.TypeOf(body)) {
			got = append(got, name)
		}
		slices.Sort(want)
		slices.Sort(got)
		assert.Equal(t, got, want, schema)
	}
}
