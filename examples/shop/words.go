package main

import "github.com/switchboard-go/switchboard/chat/settings"

// languages the widget speaks here; the shop's own pages are in English.
var languages = []struct{ Tag, Name string }{
	{"en", "English"}, {"et", "Eesti"}, {"pl", "Polski"}, {"id", "Bahasa Indonesia"}, {"zh", "中文"}, {"ar", "العربية"},
}

var form = []settings.Field{
	{Name: "name", Required: true, Label: map[string]string{"en": "Your name", "et": "Sinu nimi", "pl": "Twoje imię", "id": "Nama Anda", "zh": "您的姓名", "ar": "اسمك"}},
	{Name: "email", Label: map[string]string{"en": "E-mail", "et": "E-post", "pl": "E-mail", "id": "Email", "zh": "邮箱", "ar": "البريد الإلكتروني"}},
	{Name: "text", Required: true, Label: map[string]string{"en": "Your question", "et": "Sinu küsimus", "pl": "Twoje pytanie", "id": "Pertanyaan Anda", "zh": "您的问题", "ar": "سؤالك"}},
}

var consent = map[string]string{
	"en": "Northlight may keep this chat for 90 days to help me.",
	"et": "Northlight võib seda vestlust minu aitamiseks 90 päeva säilitada.",
	"pl": "Northlight może przechowywać tę rozmowę przez 90 dni, aby mi pomóc.",
	"id": "Northlight boleh menyimpan chat ini selama 90 hari untuk membantu saya.",
	"zh": "为了帮助我，Northlight 可以将此对话保存 90 天。",
	"ar": "يمكن لمتجر Northlight حفظ هذه المحادثة 90 يوماً لمساعدتي.",
}

// help is what stands beside the chat: questions that are asked every day.
var help = settings.Help{Questions: []settings.Question{
	{
		ID: "delivery",
		Ask: map[string]string{
			"en": "How long does delivery take?", "et": "Kui kaua tarne aega võtab?",
		},
		Answer: map[string]string{
			"en": "Two to three working days within Europe, and a day more for tents.",
			"et": "Euroopas kaks kuni kolm tööpäeva, telkidel päev rohkem.",
		},
		Words: map[string]string{"en": "shipping parcel arrive when", "et": "saatmine pakk millal"},
	},
	{
		ID: "returns",
		Ask: map[string]string{
			"en": "Can I send something back?", "et": "Kas saan midagi tagastada?",
		},
		Answer: map[string]string{
			"en": "Within 30 days, also when it has been outside for a night. The label is in the parcel.",
			"et": "30 päeva jooksul, ka siis, kui see on öö väljas olnud. Silt on pakis.",
		},
		Words: map[string]string{"en": "return refund exchange", "et": "tagastus vahetus"},
	},
}}

var texts = settings.Texts{
	"en": {"greeting": "Ask somebody who has been out there"},
	"et": {"greeting": "Küsi kelleltki, kes on ise käinud"},
	"pl": {"greeting": "Zapytaj kogoś, kto tam był"},
	"id": {"greeting": "Tanya orang yang pernah ke sana"},
	"zh": {"greeting": "问问真正去过户外的人"},
	"ar": {"greeting": "اسأل من جرّب بنفسه"},
}
