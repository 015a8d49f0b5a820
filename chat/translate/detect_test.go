package translate_test

import (
	"encoding/json"
	"os"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/switchboard-go/switchboard/chat/translate"
)

// written are messages as visitors of shops write them, by language.
var written = map[string][]string{
	"en": {
		"Hello, where is my order? It was due on Monday.",
		"I would like to return these shoes please",
		"The parcel arrived today but the box was torn",
		"Can you tell me if this jacket is waterproof",
	},
	"de": {
		"Guten Tag, wann kommt meine Bestellung an?",
		"Ich möchte die Schuhe gern zurückgeben",
		"Das Paket ist heute angekommen, aber die Schachtel war zerrissen",
		"Ist diese Jacke auch bei Regen zu gebrauchen",
	},
	"fr": {
		"Bonjour, quand est-ce que ma commande va arriver ?",
		"Je voudrais retourner ces chaussures",
		"Le colis est arrivé aujourd'hui mais la boîte était déchirée",
	},
	"es": {
		"Hola, ¿dónde está mi pedido? Tenía que llegar el lunes.",
		"Quiero devolver estos zapatos por favor",
		"El paquete ha llegado hoy pero la caja estaba rota",
	},
	"it": {
		"Buongiorno, quando arriva il mio ordine?",
		"Vorrei restituire queste scarpe, come posso fare",
		"Il pacco è arrivato oggi ma la scatola era rotta",
	},
	"pt": {
		"Olá, quando chega a minha encomenda?",
		"Gostaria de devolver os sapatos que não servem",
		"O pacote chegou hoje mas a caixa está rasgada",
	},
	"nl": {
		"Hallo, waar is mijn bestelling? Die zou maandag komen.",
		"Ik wil deze schoenen graag terugsturen",
		"Het pakket is vandaag aangekomen maar de doos was gescheurd",
	},
	"sv": {
		"Hej, när kommer min beställning? Den skulle ha kommit i måndags.",
		"Jag vill gärna lämna tillbaka de här skorna",
		"Paketet kom idag men lådan är sönder",
	},
	"fi": {
		"Hei, missä tilaukseni on? Sen piti tulla maanantaina.",
		"Haluan palauttaa nämä kengät, miten se tehdään",
		"Paketti on tullut mutta laatikko oli rikki",
	},
	"et": {
		"Tere, kus mu tellimus on? See pidi esmaspäeval tulema.",
		"Soovin need kingad tagastada, kuidas see käib",
		"Pakk jõudis täna kohale, aga karp oli katki",
		"Kas see jope on veekindel või mitte",
	},
	"pl": {
		"Dzień dobry, gdzie jest moje zamówienie?",
		"Chciałbym zwrócić te buty, jak to zrobić",
		"Paczka dotarła dzisiaj, ale pudełko było podarte",
	},
	"cs": {
		"Dobrý den, kde je moje objednávka? Měla přijít v pondělí.",
		"Chtěl bych vrátit tyto boty, protože jsou malé, můžu?",
	},
	"sk": {
		"Dobrý deň, kde je moja objednávka? Mala prísť v pondelok.",
		"Balík prišiel dnes, ale škatuľa bola roztrhnutá, čo teraz",
	},
	"hu": {
		"Jó napot, hol van a rendelésem? Hétfőn kellett volna megérkeznie.",
		"Szeretném visszaküldeni ezt a cipőt, mert nem jó",
	},
	"ro": {
		"Bună ziua, unde este comanda mea? Trebuia să ajungă luni.",
		"Vreau să returnez pantofii, pentru că sunt mici",
	},
	"tr": {
		"Merhaba, siparişim ne zaman gelecek? Pazartesi gelmesi gerekiyordu.",
		"Bu ayakkabıları iade etmek istiyorum, nasıl yapabilirim",
	},
	"id": {
		"Halo, kapan pesanan saya akan sampai?",
		"Saya ingin mengembalikan sepatu ini, apakah bisa",
		"Paket sudah sampai hari ini tetapi kotaknya sobek, mohon dibantu",
	},
	"vi": {
		"Xin chào, đơn hàng của tôi ở đâu? Nó phải đến vào thứ hai.",
	},
	"lv": {
		"Labdien, kur ir mans pasūtījums? Tam bija jāierodas pirmdien.",
	},
	"lt": {
		"Laba diena, kur yra mano užsakymas? Jis turėjo atvykti pirmadienį.",
	},
	"ru": {
		"Здравствуйте, где мой заказ? Он должен был прийти в понедельник.",
		"Хочу вернуть эти ботинки, как это сделать",
	},
	"uk": {
		"Вітаю, де моє замовлення? Воно мало прийти в понеділок.",
		"Посилка вже прийшла, але коробка була порвана",
	},
	"bg": {
		"Здравейте, къде е моята поръчка? Трябваше да дойде в понеделник.",
	},
	"sr": {
		"Здраво, где је моја наруџбина? Требало је да стигне у понедељак.",
	},
	"zh": {
		"你好，我的订单什么时候到？",
		"我想退货，鞋子太小了",
	},
	"ja": {
		"こんにちは、注文した商品はいつ届きますか？",
	},
	"ko": {
		"안녕하세요, 제 주문은 언제 도착하나요?",
	},
	"ar": {
		"مرحبا، متى يصل طلبي؟ كان من المفترض أن يصل يوم الاثنين",
		"أريد إرجاع هذا الحذاء من فضلك، كيف أفعل ذلك",
	},
	"fa": {
		"سلام، سفارش من کجاست؟ قرار بود دوشنبه برسد",
	},
	"th": {
		"สวัสดีค่ะ คำสั่งซื้อของฉันจะมาถึงเมื่อไหร่",
	},
	"el": {
		"Γεια σας, πού είναι η παραγγελία μου;",
	},
	"he": {
		"שלום, איפה ההזמנה שלי? היא הייתה אמורה להגיע",
	},
}

func TestTheLanguageOfAMessageIsTold(t *testing.T) {
	n := 0
	for lang, texts := range written {
		for _, text := range texts {
			n++
			require.Equal(t, lang, translate.Detect(text), text)
		}
	}
	require.Greater(t, n, 60)
}

// sentences calls fn with each longer text of a file of words.
func sentences(words any, fn func(string)) {
	switch x := words.(type) {
	case string:
		if len([]rune(x)) >= 35 {
			fn(x)
		}
	case map[string]any:
		for _, y := range x {
			sentences(y, fn)
		}
	}
}

func TestOfOurOwnSentencesNearlyNoneIsTakenForAnotherLanguage(t *testing.T) {
	told, wrong, all := 0, 0, 0
	for _, lang := range []string{"en", "et", "pl", "id", "zh", "ar"} {
		b, err := os.ReadFile("../chatui/assets/words/" + lang + ".json")
		require.NoError(t, err)
		var words any
		require.NoError(t, json.Unmarshal(b, &words))
		sentences(words, func(text string) {
			all++
			switch translate.Detect(text) {
			case lang:
				told++
			case "":
			default:
				wrong++
				t.Log(lang, translate.Detect(text), text)
			}
		})
	}
	require.Greater(t, all, 400)
	require.Greater(t, told, all*8/10)
	require.LessOrEqual(t, wrong, all/100)
	t.Logf("%d of %d told, %d wrong", told, all, wrong)
}

func TestNoLanguageIsToldOfTooLittleOrOfNone(t *testing.T) {
	for _, text := range []string{
		"", "ok", "OK!!!", "12345 67890", "tere, kus", "🙂🙂🙂🙂🙂🙂🙂🙂",
		"https://shop.example/the/and/is/are/was/my",
		"EE-2026-11-4711, EE-2026-11-4712, EE-2026-11-4713", "Lorem Mauris Vestibulum Phasellus",
		"Nike Air Max Pegasus Zoom Structure", "Nike Air Max 90", "La Mer de Luxe", "Los Angeles",
		"El Corte Inglés", "返品希望", "Mina Perhonen", "tak, no to",
	} {
		require.Empty(t, translate.Detect(text), text)
	}
}

func TestTheLetterOfEMailIsNoWordOfItalian(t *testing.T) {
	for _, text := range []string{
		"Napisz do mnie e-mailem, a ci odpowiem",
		"Czy mogę zapytać e-mailem, czy ci to wystarczy?",
	} {
		require.Equal(t, "pl", translate.Detect(text), text)
	}
	require.Equal(t, "fr", translate.Detect("Est-ce que le colis est-il arrivé, s'il vous plaît ?"))
}

func TestALinkSaysNothingOfTheLanguage(t *testing.T) {
	link := " https://shop.example/" + strings.Repeat("the-and-is-are-was-my-", 20)
	require.Equal(t, "et", translate.Detect("Tere, kus mu tellimus on, palun?"+link))
}

func FuzzDetect(f *testing.F) {
	for _, texts := range written {
		f.Add(texts[0])
	}
	f.Fuzz(func(t *testing.T, text string) {
		lang := translate.Detect(text)
		require.Equal(t, lang, translate.Detect(text), "the same text has the same language")
		require.LessOrEqual(t, len(lang), 2)
	})
}
