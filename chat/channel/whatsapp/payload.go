package whatsapp

import "encoding/json"

// payload is what Meta posts, as far as it is read. Messages and statuses are read one by one, so
// that one that is written badly hides no other.
type payload struct {
	Object string `json:"object"`
	Entry  []struct {
		Changes []change `json:"changes"`
	} `json:"entry"`
}

type change struct {
	Field string `json:"field"`
	Value struct {
		Metadata struct {
			Number string `json:"phone_number_id"`
		} `json:"metadata"`
		Contacts []contact         `json:"contacts"`
		Messages []json.RawMessage `json:"messages"`
		Statuses []json.RawMessage `json:"statuses"`
		Echoes   []json.RawMessage `json:"message_echoes"`
	} `json:"value"`
}

// contact says who the customers are that a change is about.
type contact struct {
	Profile struct {
		Name     string `json:"name"`
		Username string `json:"username"`
	} `json:"profile"`
	Number string `json:"wa_id"`
	User   string `json:"user_id"`
}

type message struct {
	ID        string          `json:"id"`
	From      string          `json:"from"`
	FromUser  string          `json:"from_user_id"`
	To        string          `json:"to"` // of an echo
	ToUser    string          `json:"to_user_id"`
	Group     string          `json:"group_id"`
	Timestamp json.RawMessage `json:"timestamp"`
	Type      string          `json:"type"`
	Context   struct {
		ID string `json:"id"`
	} `json:"context"`

	attached
	Text     text      `json:"text"`
	Location *location `json:"location"`
	Contacts []card    `json:"contacts"`
	Button   *button   `json:"button"`
	Pressed  *pressed  `json:"interactive"`
	Reaction *reaction `json:"reaction"`
	Edit     *edited   `json:"edit"`
	Revoke   *edited   `json:"revoke"`
}

// edited is what became of an earlier message: it has other words, or is taken back.
type edited struct {
	ID      string `json:"original_message_id"`
	Message struct {
		attached
		Text text `json:"text"`
	} `json:"message"`
}

// attached are the files of a message.
type attached struct {
	Image    *file `json:"image"`
	Audio    *file `json:"audio"`
	Voice    *file `json:"voice"`
	Video    *file `json:"video"`
	Document *file `json:"document"`
	Sticker  *file `json:"sticker"`
}

type text struct {
	Body string `json:"body"`
}

type file struct {
	ID      string          `json:"id"`
	URL     string          `json:"url"`
	Type    string          `json:"mime_type"`
	SHA256  string          `json:"sha256"`
	Name    string          `json:"filename"`
	Caption string          `json:"caption"`
	Size    json.RawMessage `json:"file_size"`
}

type location struct {
	Latitude  json.Number `json:"latitude"`
	Longitude json.Number `json:"longitude"`
	Name      string      `json:"name"`
	Address   string      `json:"address"`
}

type card struct {
	Name struct {
		Formatted string `json:"formatted_name"`
	} `json:"name"`
	Phones []struct {
		Phone string `json:"phone"`
	} `json:"phones"`
}

type button struct {
	Text    string `json:"text"`
	Payload string `json:"payload"`
}

type pressed struct {
	Button *choice `json:"button_reply"`
	List   *choice `json:"list_reply"`
	Form   *struct {
		Body string `json:"body"`
		Data string `json:"response_json"`
	} `json:"nfm_reply"`
}

type choice struct {
	ID    string `json:"id"`
	Title string `json:"title"`
}

type reaction struct {
	ID    string `json:"message_id"`
	Emoji string `json:"emoji"`
}

type status struct {
	ID        string          `json:"id"`
	Status    string          `json:"status"`
	Timestamp json.RawMessage `json:"timestamp"`
	Recipient string          `json:"recipient_id"`
	User      string          `json:"recipient_user_id"`
	Own       string          `json:"biz_opaque_callback_data"`
	Errors    []struct {
		Code    json.RawMessage `json:"code"`
		Title   string          `json:"title"`
		Message string          `json:"message"`
		Data    struct {
			Details string `json:"details"`
		} `json:"error_data"`
	} `json:"errors"`
}
