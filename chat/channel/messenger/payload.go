package messenger

import "encoding/json"

// payload is what Meta posts, as far as it is read. Each event is read by itself, so that one that
// is written badly hides no other.
type payload struct {
	Object string  `json:"object"`
	Entry  []entry `json:"entry"`
}

type entry struct {
	ID        string            `json:"id"`
	Messaging []json.RawMessage `json:"messaging"`
	Standby   []json.RawMessage `json:"standby"` // of conversations that another app has
}

type item struct {
	Sender    who             `json:"sender"`
	Recipient who             `json:"recipient"`
	Timestamp json.RawMessage `json:"timestamp"`

	Message  *message     `json:"message"`
	Postback *postback    `json:"postback"`
	Delivery *receipt     `json:"delivery"`
	Read     *receipt     `json:"read"`
	Edit     *messageEdit `json:"message_edit"`
	Reaction *reaction    `json:"reaction"`

	PassControl    json.RawMessage `json:"pass_thread_control"`
	TakeControl    json.RawMessage `json:"take_thread_control"`
	RequestControl json.RawMessage `json:"request_thread_control"`
}

type who struct {
	ID string `json:"id"`
}

type message struct {
	ID          string       `json:"mid"`
	Text        string       `json:"text"`
	Echo        bool         `json:"is_echo"`
	Deleted     bool         `json:"is_deleted"`
	Metadata    string       `json:"metadata"`
	Attachments []attachment `json:"attachments"`
	QuickReply  *struct {
		Payload string `json:"payload"`
	} `json:"quick_reply"`
	ReplyTo struct {
		ID string `json:"mid"`
	} `json:"reply_to"`
}

type attachment struct {
	Type    string `json:"type"`
	Title   string `json:"title"`
	Payload struct {
		URL         string          `json:"url"`
		Title       string          `json:"title"`
		Sticker     json.RawMessage `json:"sticker_id"`
		Coordinates *struct {
			Lat  json.Number `json:"lat"`
			Long json.Number `json:"long"`
		} `json:"coordinates"`
	} `json:"payload"`
}

type postback struct {
	ID      string `json:"mid"`
	Title   string `json:"title"`
	Payload string `json:"payload"`
}

// receipt tells of what was delivered or read: all up to an instant, or some messages.
type receipt struct {
	Watermark json.RawMessage `json:"watermark"`
	ID        string          `json:"mid"` // Instagram's
	IDs       []string        `json:"mids"`
}

type messageEdit struct {
	ID   string          `json:"mid"`
	Text string          `json:"text"`
	N    json.RawMessage `json:"num_edit"`
}

type reaction struct {
	ID     string `json:"mid"`
	Action string `json:"action"`
	Emoji  string `json:"emoji"`
}
