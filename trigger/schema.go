package trigger

import "strings"

// Schema declares attributes and their kinds. Names are 1 to 64 of a-z 0-9 . _ -
type Schema map[string]Kind

// Attributes returns the attributes every Set knows. Beside them there are page.query.<key> and
// utm.<key> (strings), prompt.fate.<rule>, what became of the last prompt of that rule (a string),
// and hours.<name> for each schedule of [Config.Hours] (a bool). At the moments start and message
// alone there are message.text, queue.chosen, the queue that the visitor asked for, and
// form.<field>, an answer to what a site asks before a session (strings). A key of a query that is
// there in the case it is asked for in goes before one in another case. visitor.hour (0 to 23) and
// visitor.weekday (mon, tue, wed, thu, fri, sat, sun) are by the clock of the visitor, whose zone
// is visitor.time_zone (Europe/Warsaw), as they are at a look: [Result.Next] knows nothing of them.
// page.fragment is what follows "#", decoded.
//
// A page is the same however its address is written. page.path is its path as in [Place], with what
// it is compared with read likewise: capitals, encoding, doubled slashes, dot segments, parameters
// and a slash at the end do not count, and a hash route ("/#/cart") is the path. A regexp alone
// sees capitals and the last slash. The paths of visit.paths are read alike. page.host is compared
// in small letters. eq, ne, in and not_in compare page.url with whole addresses, for which the
// usual port, the order of the query and a fragment do not count either; all other operators see it
// as it is written behind the host.
func Attributes() Schema {
	s := Schema{}
	for name, a := range builtin {
		s[name] = a.kind
	}
	return s
}

// attributes returns the names of all attributes that have one of their own.
func (c *Config) attributes() []string { return append(sortedKeys(builtin), sortedKeys(c.Schema)...) }

// source says where an attribute's value is found.
type source uint8

const (
	fromAttrs source = iota
	fromVisitor
	fromURL
	fromHost
	fromPath
	fromQuery
	fromTitle
	fromFragment
	fromReferrer
	fromReferrerHost
	fromReferrerPath
	fromStarted
	fromEntered
	fromActive
	fromShown
	fromAccepted
	fromDismissed
	fromChatStarted
	fromChatEnded
	fromChats
	fromChatOpen
	fromPromptOpen
	fromPromptLast
	fromFate
	fromFirst
	fromNow
	fromHours
	fromMoments
	fromPlace
	fromPaths
)

// ofPage reports whether a source says what page it is, and so has had its value since the page was
// entered.
func (s source) ofPage() bool {
	switch s {
	case fromURL, fromHost, fromPath, fromQuery, fromFragment, fromTitle,
		fromReferrer, fromReferrerHost, fromReferrerPath, fromPlace:
		return true
	}
	return false
}

// origin is the kind of an attribute and where its value comes from.
type origin struct {
	kind   Kind
	source source
}

// builtin are the attributes that every Config has, by name.
var builtin = map[string]origin{
	"page.url":           {String, fromURL},
	"page.host":          {String, fromHost},
	"page.path":          {String, fromPath},
	"page.title":         {String, fromTitle},
	"page.fragment":      {String, fromFragment},
	"page.dwell":         {Duration, fromEntered},
	"site.dwell":         {Duration, fromStarted},
	"idle":               {Duration, fromActive},
	"referrer.url":       {String, fromReferrer},
	"referrer.host":      {String, fromReferrerHost},
	"referrer.path":      {String, fromReferrerPath},
	"now":                {Instant, fromNow},
	"since.shown":        {Duration, fromShown},
	"since.accepted":     {Duration, fromAccepted},
	"since.dismissed":    {Duration, fromDismissed},
	"since.chat_started": {Duration, fromChatStarted},
	"since.chat_ended":   {Duration, fromChatEnded},
	"chats.count":        {Number, fromChats},
	"chat.open":          {Bool, fromChatOpen},
	"prompt.open":        {Bool, fromPromptOpen},
	"prompt.last":        {String, fromPromptLast},
	"visitor.id":         {String, fromVisitor},
	"visit.first":        {Bool, fromFirst},
	"visit.count":        {Number, fromAttrs},
	"visit.pages":        {Number, fromAttrs},
	"visit.paths":        {List, fromPaths},
	"visitor.country":    {String, fromAttrs},
	"visitor.region":     {String, fromAttrs},
	"visitor.city":       {String, fromAttrs},
	"visitor.locale":     {String, fromAttrs},
	"visitor.device":     {String, fromAttrs},
	"visitor.tier":       {String, fromAttrs},
	"visitor.name":       {String, fromAttrs},
	"visitor.vip":        {Bool, fromAttrs},
	"visitor.known":      {Bool, fromAttrs},
	"visitor.tags":       {List, fromAttrs},
	"visitor.ip":         {IP, fromAttrs},
	"site.id":            {String, fromAttrs},
	"cart.value":         {Number, fromAttrs},
	"cart.items":         {Number, fromAttrs},
	"cart.products":      {List, fromAttrs},
	"agents.free":        {Number, fromAttrs},
	"queue.waiting":      {Number, fromAttrs},
	"orders.count":       {Number, fromAttrs},
	"orders.value":       {Number, fromAttrs},
	"since.order":        {Duration, fromAttrs},
	"since.visit":        {Duration, fromAttrs},
	"visitor.hour":       {Number, fromAttrs},
	"visitor.weekday":    {String, fromAttrs},
	"visitor.time_zone":  {String, fromAttrs},
	"event.name":         {String, fromAttrs},
	"message.text":       {String, fromAttrs},
	"queue.chosen":       {String, fromAttrs},
}

// maxName bounds the names of attributes, in bytes.
const maxName = 64

// origin finds an attribute by name; key is what follows page.query., utm. or hours.
func (c *Config) origin(name string) (o origin, key string, ok bool) {
	if o, ok = builtin[name]; ok {
		return o, "", true
	}
	if key, ok = strings.CutPrefix(name, "page.query."); ok {
		return origin{String, fromQuery}, key, key != "" && len(key) <= maxName
	}
	if key, ok = strings.CutPrefix(name, "utm."); ok {
		return origin{String, fromQuery}, "utm_" + key, key != "" && len(key) <= maxName
	}
	if key, ok = strings.CutPrefix(name, "prompt.fate."); ok {
		return origin{String, fromFate}, ruleScope + key, validName(key)
	}
	if key, ok = strings.CutPrefix(name, formFamily); ok {
		return origin{String, fromAttrs}, "", validName(key)
	}
	if key, ok = strings.CutPrefix(name, "hours."); ok {
		return origin{Bool, fromHours}, key, c.Hours[key] != nil
	}
	kind, ok := c.Schema[name]
	return origin{kind, fromAttrs}, "", ok
}

// validName reports whether s may name a rule, a group, a variant or an attribute.
func validName(s string) bool {
	if s == "" || len(s) > maxName {
		return false
	}
	for _, b := range []byte(s) {
		switch {
		case b >= 'a' && b <= 'z', b >= 'A' && b <= 'Z', b >= '0' && b <= '9', b == '.', b == '_', b == '-':
		default:
			return false
		}
	}
	return true
}
