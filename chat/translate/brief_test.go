package translate_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/switchboard-go/switchboard/chat/translate"
)

// brief are messages of six to twenty letters, as they are written in chats, by language.
var brief = map[string][]string{
	"en": {"Where is my parcel?", "Can you help me?", "Is this in stock?", "I want a refund",
		"What size is it?"},
	"de": {"Wo ist mein Paket?", "Ich habe eine Frage", "Ist das noch da?", "Wann kommt es an?"},
	"fr": {"Où est mon colis ?", "Je voudrais un avis", "Il est en stock ?", "C'est pour quand ?"},
	"es": {"¿Dónde está?", "Quiero devolverlo", "¿Lo hay en rojo?", "No me ha llegado"},
	"it": {"Dove è il pacco?", "Non è arrivato", "Quando arriva?", "Vorrei un rimborso"},
	"pt": {"Onde está a caixa?", "Não chegou ainda", "Você tem em azul?"},
	"nl": {"Waar is het pakket?", "Ik heb een vraag", "Is die er nog?", "Kan ik ruilen?"},
	"sv": {"Var är mitt paket?", "Jag har en fråga", "Finns den i blått?"},
	"da": {"Hvor er min pakke?", "Jeg vil bytte den"},
	"fi": {"Missä paketti on?", "Onko tätä sinisenä?", "Haluan palauttaa"},
	"et": {"Kus mu pakk on?", "Kas seda on veel?", "Soovin tagastada", "Millal see tuleb?"},
	"pl": {"Gdzie jest paczka?", "Czy to jest w 42?", "Proszę o pomoc", "Kiedy dojdzie?",
		"Chcę to zwrócić"},
	"cs": {"Kde je můj balík?", "Máte to ještě?"},
	"sk": {"Kde je môj balík?", "Máte to ešte?"},
	"hu": {"Hol van a csomagom?", "Van még belőle?"},
	"ro": {"Unde este coletul?", "Mai aveți din ea?"},
	"tr": {"Kargom nerede?", "Bu var mı acaba?"},
	"id": {"Paket saya di mana?", "Apakah ini ada?", "Kapan sampai ya?", "Saya mau tukar ini"},
	"lv": {"Kur ir mans sūtījums?", "Vai tas vēl ir?"},
	"lt": {"Kur mano siunta?", "Ar dar yra?"},
	"ru": {"Где мой заказ?", "Это есть в синем?"},
	"uk": {"Де моя посилка?", "Чи є ще такі?"},
	"bg": {"Къде е пратката?"},
	"ar": {"أين طلبي؟", "هل هذا متوفر؟", "متى يصل الطلب؟"},
	"fa": {"سفارش من کجاست؟", "این هست؟"},
	"el": {"Πού είναι;", "Το θέλω"}, "he": {"איפה ההזמנה?", "מתי זה מגיע"},
	"ko": {"언제 와요?", "주문했어요"}, "th": {"ของอยู่ไหน", "มีไหม"}, "ja": {"いつ届く？", "これください"},
}

func TestOfAShortMessageTheLanguageIsToldWhereItIsSureAndNeverAWrongOne(t *testing.T) {
	told, all := 0, 0
	for lang, texts := range brief {
		for _, text := range texts {
			all++
			if got := translate.Detect(text); got != "" {
				require.Equal(t, lang, got, text)
				told++
			} else {
				t.Log(lang, text)
			}
		}
	}
	require.Greater(t, told, all/2)
	t.Logf("%d of %d told", told, all)
}
