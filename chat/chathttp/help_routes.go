package chathttp

import (
	"time"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/chat/desk"
	"github.com/switchboard-go/switchboard/chat/settings"
)

// helpTable is what a visitor may ask before a person.
var helpTable = []route{
	{"POST", "v1/help", perhaps, with(helpBody.ask)},
	{"POST", "v1/help/helped", newcomers, with(helpedBody.count)},
}

// helpOfferView is what a site offers beside the chat.
type helpOfferView struct {
	Questions int            `json:"questions"`
	Phone     *phoneView     `json:"phone,omitempty"`
	CallBack  bool           `json:"call_back"`
	Write     bool           `json:"write"`
	Pages     []helpPageView `json:"pages,omitempty"`
}

type phoneView struct {
	Number string `json:"number"`
	openingView
}

type helpPageView struct {
	URL   string            `json:"url"`
	Label map[string]string `json:"label,omitempty"`
}

// viewHelp views what a site offers; nil for nothing.
func viewHelp(o desk.HelpOffer) *helpOfferView {
	v := &helpOfferView{Questions: o.Questions, CallBack: o.CallBack, Write: o.Write}
	if o.PhoneOpen != nil {
		v.Phone = &phoneView{o.Phone, viewOpening(*o.PhoneOpen)}
	}
	v.Pages = each(o.Pages, func(p settings.HelpPage) helpPageView {
		return helpPageView{p.URL, p.Label}
	})
	if v.Questions == 0 && v.Phone == nil && !v.CallBack && !v.Write && len(v.Pages) == 0 {
		return nil
	}
	return v
}

// helpBody is what a visitor asks before a person.
type helpBody struct {
	Site chat.SiteID `json:"site"`
	Lang string      `json:"lang"`
	Text string      `json:"text"`
}

type helpAnswersView struct {
	Answers []helpAnswerView `json:"answers"`
	Times   []time.Time      `json:"call_times,omitempty"`
}

type helpAnswerView struct {
	ID    string `json:"id"`
	Title string `json:"title"`
	Text  string `json:"text,omitempty"`
	URL   string `json:"url,omitempty"`
}

func (in helpBody) ask(c *call) error {
	r := desk.HelpRequest{Site: in.Site, Lang: in.Lang, Text: in.Text}
	found, err := c.visitor.Help().Ask(c.r.Context(), r)
	if err != nil {
		return err
	}
	return c.ok(helpAnswersView{list(each(found.Answers, viewHelpAnswer)), found.Times})
}

func viewHelpAnswer(a desk.HelpAnswer) helpAnswerView { return helpAnswerView(a) }

// helpedBody names the answer that helped.
type helpedBody struct {
	Site chat.SiteID `json:"site"`
	ID   string      `json:"id"`
}

func (in helpedBody) count(c *call) error {
	return c.done(c.visitor.Help().Helped(c.r.Context(), in.Site, in.ID))
}

// helpReportView is how often answers helped.
type helpReportView struct {
	From time.Time     `json:"from"`
	To   time.Time     `json:"to"`
	Rows []helpRowView `json:"rows"`
}

type helpRowView struct {
	Day      time.Time   `json:"day"`
	Site     chat.SiteID `json:"site"`
	Question string      `json:"question"`
	Count    int         `json:"helped"`
}

// helped answers with how often answers helped in the period.
func (period) helped(c *call) error {
	from, err := c.instant("from")
	if err != nil {
		return err
	}
	to, err := c.instant("to")
	if err != nil {
		return err
	}
	counts, err := desk.HelpedBetween(c.r.Context(), c.supervisor, from, to)
	if err != nil {
		return err
	}
	rows := each(counts, func(x desk.HelpedCount) helpRowView { return helpRowView(x) })
	return c.ok(helpReportView{from, to, list(rows)})
}
