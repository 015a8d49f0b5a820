package telegram

import "encoding/json"

// update is one thing that Telegram tells, as far as it is read.
type update struct {
	ID             int64     `json:"update_id"`
	Message        *message  `json:"message"`
	Edited         *message  `json:"edited_message"`
	Business       *message  `json:"business_message"`
	BusinessEdited *message  `json:"edited_business_message"`
	Deleted        *deleted  `json:"deleted_business_messages"`
	Callback       *callback `json:"callback_query"`
	Member         *member   `json:"my_chat_member"`
	Reaction       *reaction `json:"message_reaction"`
}

type person struct {
	ID        int64  `json:"id"`
	IsBot     bool   `json:"is_bot"`
	FirstName string `json:"first_name"`
	LastName  string `json:"last_name"`
	Username  string `json:"username"`
}

type place struct {
	ID   int64  `json:"id"`
	Type string `json:"type"`
}

// message is one message. Its id is unique in its chat alone.
type message struct {
	ID         int64    `json:"message_id"`
	From       person   `json:"from"`
	Chat       place    `json:"chat"`
	Date       int64    `json:"date"`
	EditDate   int64    `json:"edit_date"`
	Connection string   `json:"business_connection_id"`
	SentByBot  *person  `json:"sender_business_bot"`
	Text       string   `json:"text"`
	Caption    string   `json:"caption"`
	ReplyTo    *message `json:"reply_to_message"`

	Photo     []file   `json:"photo"` // the same in several sizes, the largest last
	Document  *file    `json:"document"`
	Audio     *file    `json:"audio"`
	Video     *file    `json:"video"`
	Voice     *file    `json:"voice"`
	Animation *file    `json:"animation"`
	VideoNote *file    `json:"video_note"`
	Sticker   *sticker `json:"sticker"`
	beside
}

type file struct {
	ID   string `json:"file_id"`
	Name string `json:"file_name"`
	Type string `json:"mime_type"`
	Size int    `json:"file_size"`
}

type sticker struct {
	file
	Emoji string `json:"emoji"`
}

type location struct {
	Latitude  json.Number `json:"latitude"`
	Longitude json.Number `json:"longitude"`
}

// beside is what a message has instead of words and files.
type beside struct {
	Location *location `json:"location"`
	Contact  *contact  `json:"contact"`
	Venue    *venue    `json:"venue"`
	Poll     *poll     `json:"poll"`
	Story    *story    `json:"story"`
}

type venue struct {
	Title   string `json:"title"`
	Address string `json:"address"`
}

type poll struct {
	Question string `json:"question"`
	Options  []struct {
		Text string `json:"text"`
	} `json:"options"`
}

// story is one that was passed on; the Bot API tells only that.
type story struct{}

type contact struct {
	Phone     string `json:"phone_number"`
	FirstName string `json:"first_name"`
	LastName  string `json:"last_name"`
}

type deleted struct {
	Connection string  `json:"business_connection_id"`
	Chat       place   `json:"chat"`
	IDs        []int64 `json:"message_ids"`
}

type callback struct {
	ID      string   `json:"id"`
	From    person   `json:"from"`
	Message *message `json:"message"`
	Data    string   `json:"data"`
}

type member struct {
	Chat place  `json:"chat"`
	From person `json:"from"`
	Date int64  `json:"date"`
	New  struct {
		Status string `json:"status"`
	} `json:"new_chat_member"`
}

type reaction struct {
	Chat    place  `json:"chat"`
	Message int64  `json:"message_id"`
	User    person `json:"user"`
	Date    int64  `json:"date"`
	New     []struct {
		Emoji string `json:"emoji"`
	} `json:"new_reaction"`
}
